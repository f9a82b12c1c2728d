"""The page on narrow and dark screens, on paper, and for those who cannot see, in a real Chromium."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
import webpage
from chromium import Browser
from hostile import LONG, spoilt
from msgspec.structs import replace
from small import render

from engine.outcome import Outcome


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return webpage.outcome(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def html(outcome: Outcome) -> str:
    return render("html", [outcome])


# Screens and paper


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, seed: Outcome, outcome: Outcome, width: int) -> None:
    for html in (render("html", [seed]), render("html", [replace(outcome, department="甲"), spoilt(outcome, LONG)])):
        browser.open(html, width)
        browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
        assert browser.run("return document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_the_filters_are_folded_away(browser: Browser, html: str) -> None:
    browser.open(html, 375)
    assert browser.visible("#filter input") == []
    browser.find("#filter summary").click()
    assert len(browser.visible("#filter label")) == 11
    browser.open(html, 1280)
    assert len(browser.visible("#filter label")) == 11


def test_a_dark_screen_has_a_dark_page_and_light_words(browser: Browser, html: str) -> None:
    def brightness(media: str) -> list[int]:
        browser.open(html, prefers_color_scheme=media)
        colours = browser.run("const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]")
        return [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours]

    assert brightness("dark")[0] < 150 < 600 < brightness("dark")[1]
    assert brightness("light")[0] > 600 > 150 > brightness("light")[1]


def test_on_paper_everything_is_unfolded_and_the_controls_are_gone(browser: Browser, html: str) -> None:
    browser.open(html)
    browser.run(
        "window.folded = null; addEventListener('beforeprint', () => { window.folded ="
        " [...document.querySelectorAll('details:not([open])')].filter((one) => !one.closest('figure')).length })"
    )
    pdf = b64decode(browser.command("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
    assert {tuple(map(round, map(float, box))) for box in re.findall(rb"MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)} == {
        (595, 842)
    }
    assert browser.run("return window.folded") == 0
    assert browser.run("return document.querySelectorAll('article details[open]').length") == 0  # as it was before
    browser.command("Emulation.setEmulatedMedia", media="print")
    assert browser.visible("form, button, nav, .skip") == []
    table = browser.run("const t = document.querySelector('article table'); return [t.innerText, t.offsetHeight]")
    assert "支出 ÷ 年度预算" in table[0]
    assert table[1] > 50


# For those who cannot see


def test_a_screen_reader_finds_landmarks_names_and_states(browser: Browser, html: str) -> None:
    browser.open(html)
    browser.command("Accessibility.enable")
    nodes = browser.command("Accessibility.getFullAXTree")["nodes"]
    browser.command("Accessibility.disable")
    names: dict[str, list[str]] = {}
    for node in nodes:
        if not node["ignored"]:
            names.setdefault(node["role"]["value"], []).append(node.get("name", {}).get("value", ""))
    assert {"banner", "navigation", "main", "search", "status"} <= set(names)
    for role in ("link", "button", "checkbox", "combobox", "heading", "article", "DisclosureTriangle"):
        assert names.get(role), role
        assert all(names[role]), role
    pictures = names.get("image", []) + names.get("img", [])
    assert pictures == [
        "各方面的问题和提示（项），按严重程度",
        "各方面的判定（项）各占多少，不适用的除外",
        "BUD-002 BUD-002的名称：各项目的支出 ÷ 年度预算",
    ]
