"""The page runs nothing but its own script, loads nothing, reads to everybody, and is the one that was looked at."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise

import pytest
import webpage
from hostile import ATTACKS, LONG, spoilt
from markup import Element, read
from small import render
from webpage import shown

from engine.outcome import Outcome
from engine.report.blocks import section

RENEW = os.environ.get("JIXIAO_RENEW") == "1"  # keeps the page as it is now; read every line of the diff


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return webpage.outcome(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def html(outcome: Outcome) -> str:
    return render("html", [outcome])


@pytest.fixture(scope="module")
def page(html: str) -> Element:
    return read(html)


# Nothing runs, nothing is loaded


def test_style_and_script_are_allowed_by_their_hashes_alone(html: str, page: Element) -> None:
    rules = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"].split("; ")
    hashes = {
        name: [b64encode(sha256(one.text.encode()).digest()).decode() for one in page.all(name) if not one.attributes]
        for name in ("style", "script")
    }
    assert rules == [
        "default-src 'none'",
        *(f"{name}-src 'sha256-{own[0]}'" for name, own in hashes.items()),
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert [len(own) for own in hashes.values()] == [1, 1]
    assert {one.attributes["type"] for one in page.all("script") if one.attributes} == {"application/json"}
    assert "unsafe" not in html


def test_the_page_names_no_address_and_loads_nothing(html: str, page: Element) -> None:
    assert not re.search(r"https?:|url\(|@import|//[a-z]", re.sub(r"^\s*//.*$", "", html, flags=re.MULTILINE))
    loading = {"src", "srcset", "data", "poster", "action", "formaction", "background", "ping", "xlink:href"}
    for one in page:
        assert not loading & set(one.attributes), one
        assert one.attributes.get("href", "#").startswith("#")
        assert not [name for name in one.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("attack", [*ATTACKS, LONG])
def test_a_text_that_would_run_is_only_read(outcome: Outcome, html: str, attack: str) -> None:
    bad = spoilt(outcome, attack)
    page = read(render("html", [bad, bad]))
    clean = read(render("html", [outcome, outcome]))
    assert [one.name for one in page] == [one.name for one in clean]
    assert [sorted(one.attributes) for one in page] == [sorted(one.attributes) for one in clean]
    assert page.one("style").text == clean.one("style").text
    assert shown(page) == [str(block) for block in section(bad)]
    assert bad.department in page.all("h2")[-1].text
    test_the_page_names_no_address_and_loads_nothing("", page)


def test_equal_outcomes_give_equal_bytes(outcome: Outcome, html: str) -> None:
    assert render("html", [outcome]) == html


def test_the_page_is_the_one_that_was_looked_at(html: str) -> None:
    own = webpage.plainly(html)
    if RENEW:
        webpage.GOLDEN.write_text(own, encoding="utf-8")
    assert own == webpage.GOLDEN.read_text(encoding="utf-8")


# For everybody


def test_headings_come_in_order_and_no_rank_is_left_out(page: Element) -> None:
    main = page.one("main")
    ranks = [int(one.name[1]) for one in main if re.fullmatch("h[1-6]", one.name)]
    assert len(page.all("h1")) == 1
    assert ranks[0] == 2
    assert all(after <= before + 1 for before, after in pairwise(ranks))


def test_what_is_named_by_another_element_finds_it(page: Element) -> None:
    ids = [one.attributes["id"] for one in page if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    for one in page:
        wanted = one.attributes.get("aria-labelledby", "").split() + one.attributes.get("for", "").split()
        if one.attributes.get("href", "").startswith("#"):
            wanted.append(one.attributes["href"][1:])
        assert set(wanted) <= set(ids), one.attributes


def test_landmarks_language_and_tables_are_marked(page: Element) -> None:
    assert page.one("html").attributes["lang"] == "zh-CN"
    assert page.one("main").attributes["id"] == "main"
    assert page.one("a", css="skip").attributes["href"] == "#main"
    assert [len(page.all(name)) for name in ("header", "nav", "main")] == [1, 1, 1]
    assert all(head.attributes.get("scope") in ("col", "row") for head in page.all("th"))
    assert all(svg.all("title") and svg.all("desc") for svg in page.all("svg", role="img"))
    for figure in page.all("figure"):
        assert figure.one("table").one("tbody").all("tr")
    for box in page.all("input") + page.all("select"):
        assert box.attributes.get("id", "") in {"theme", ""}
    assert all(label.text.strip() for label in page.all("label"))


def luminance(colour: str) -> float:
    """The relative luminance of WCAG."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("number", [0, 1, 2], ids=["light", "dark", "paper"])
def test_every_text_stands_out_from_its_ground(number: int) -> None:
    css = (webpage.TEMPLATES / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{([^}]*#[^}]*)\}", css)
    assert len(blocks) == 3
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", blocks[number]))
    for text in ("ink", "soft", "link", "finding", "unknown", "pass", "waived", "outside"):
        for ground in ("page", "surface"):
            assert contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert contrast(colours["ink"], colours["tint"]) >= 4.5
    for fill in ("s0", "s1", "s2", "s3", "finding", "pass"):
        assert contrast(colours["on"], colours[fill]) >= 4.5, fill
