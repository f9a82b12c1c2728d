"""The page in a real Chromium: filtering, the keyboard, the clipboard, paper, narrow screens, and nothing unasked."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator

import chromium
import pytest
import webpage
from chromium import Browser
from hostile import ATTACKS, LONG, spoilt
from markup import read
from msgspec.structs import replace
from selenium.webdriver.common.keys import Keys
from small import render
from webpage import pasted

from engine.outcome import Outcome

PROGRAMS = chromium.found()
pytestmark = pytest.mark.skipif(
    PROGRAMS is None, reason="没有 Chromium 或 chromedriver（apt-get install chromium-driver）"
)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return webpage.outcome(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def html(outcome: Outcome) -> str:
    return render("html", [outcome])


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    assert PROGRAMS is not None
    with chromium.started(*PROGRAMS, tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def browser(chrome: Browser) -> Iterator[Browser]:
    yield chrome
    complaints, asked = chrome.console(), chrome.requests()
    assert complaints == []
    assert {address.partition(":")[0] for address in asked} <= {"file"}
    assert {address for address in asked if not address.endswith(".html")} == set()


# Filters


def test_a_page_shows_everything_until_it_is_filtered(browser: Browser, html: str) -> None:
    browser.open(html)
    assert len(browser.visible("article.problem")) == 3
    assert browser.visible("#shown") == []
    assert browser.visible(".none") == []


def test_filtering_by_severity_leaves_the_findings_of_that_severity(browser: Browser, html: str) -> None:
    browser.open(html)
    browser.find("input[name=severity][value='2']").click()
    assert browser.visible("article.problem .badge") == ["较大", "提示"]
    assert browser.visible(".pasted h5") == ["（二）绩效监控方面"] * 2
    assert browser.visible("#shown") == [
        "按筛选只显示一部分：发现问题2（共3），无法判定1（共1），已豁免0（共1），未发现问题3（共3）。"
    ]


def test_filtering_by_theme_reaches_what_could_not_be_judged(browser: Browser, html: str) -> None:
    browser.open(html)
    browser.find("#theme").send_keys("问题整改方面")
    assert browser.visible("article.problem") == []
    assert browser.visible(".waits tbody tr") == ["自评的得分 CLO-005 CLO-005的名称 1"]
    assert browser.visible("#d1-pasted > .none") == ["按现在的筛选，本节没有显示的问题。"]
    browser.find("button[type=reset]").click()
    assert len(browser.visible("article.problem")) == 3
    assert browser.visible("#shown") == ["已全部显示。"]


def test_filtering_by_verdict_leaves_only_what_waits_for_facts(browser: Browser, html: str) -> None:
    browser.open(html)
    for box in ("finding", "waived", "pass", "not_applicable"):
        browser.find(f"input[value='{box}']").click()
    assert browser.visible("article") == []
    assert len(browser.visible(".waits tbody tr")) == 1
    browser.find("input[value='unknown']").click()
    assert browser.visible("#shown")[0].endswith("没有符合的事项。")


def test_without_scripts_the_page_is_the_whole_list(browser: Browser, html: str) -> None:
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(html)
        assert len(browser.visible("article.problem")) == 3
        assert browser.visible("form, button") == []
        browser.find("article.problem summary").click()
        assert "支出 ÷ 年度预算" in browser.find("article.problem table").text
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


# The keyboard


def test_everything_can_be_done_with_the_keyboard_alone(browser: Browser, html: str) -> None:
    browser.open(html)
    browser.press(Keys.TAB)
    assert browser.run("return document.activeElement.className") == "skip"
    reached: list[str] = []
    for _ in range(200):
        browser.press(Keys.TAB)
        name, outline = browser.run(
            "const e = document.activeElement; return [`${e.tagName} ${e.name || e.className}`,"
            " getComputedStyle(e).outlineStyle]"
        )
        if name.startswith("BODY"):
            break
        reached.append(name)
        assert outline == "solid", name
        if name == "INPUT severity" and "INPUT severity" not in reached[:-1]:
            browser.press(Keys.SPACE)  # 严重, of which there is none
        if name.startswith("SUMMARY"):
            browser.press(Keys.ENTER)
            assert browser.run("return document.activeElement.parentElement.open")
    controls = browser.run("return document.querySelectorAll('a, input, select, button:not([hidden]), summary').length")
    regions = browser.run("return document.querySelectorAll('[tabindex=\"0\"]').length")
    assert len(reached) == controls + regions - 1  # the skip link was first


def test_the_skip_link_leads_into_the_report(browser: Browser, html: str) -> None:
    browser.open(html)
    browser.press(Keys.TAB)
    browser.press(Keys.ENTER)
    assert browser.run("return document.activeElement.id") == "main"


# The clipboard


def test_the_whole_part_is_copied_for_word_and_as_text(browser: Browser, outcome: Outcome, html: str) -> None:
    pieces, whole = pasted(read(html))
    browser.open(html)
    browser.find("input[name=severity][value='2']").click()  # what is filtered is copied all the same
    browser.find("button.main").send_keys(Keys.ENTER)
    assert browser.visible("#said") == [f"已复制{whole}段，可以粘贴了。"]
    rich, plain = browser.clipboard()
    assert plain == render("text", [outcome]).partition("\n\n————")[0]
    assert "\n".join(piece for piece, _ in pieces[:whole]) in rich
    assert re.findall("<(h[12])", rich) == ["h1", "h2", "h2"] * 2


def test_one_finding_is_copied_alone(browser: Browser, outcome: Outcome, html: str) -> None:
    browser.open(html)
    browser.find("article.problem button.copy").click()
    rich, plain = browser.clipboard()
    assert plain == f"1.{outcome.findings[0].text}"
    body = read(rich).one("p")
    assert body.text == plain
    assert "font-family:仿宋_GB2312" in body.attributes["style"]


def test_where_the_copy_command_is_refused_the_other_way_is_taken(
    browser: Browser, outcome: Outcome, html: str
) -> None:
    permissions = ["clipboardReadWrite", "clipboardSanitizedWrite"]
    browser.command("Browser.grantPermissions", permissions=permissions)
    browser.open(html)
    browser.run("document.execCommand = () => false")
    browser.find("article.problem button.copy").click()
    browser.run("return new Promise((done) => setTimeout(done, 300))")
    rich, plain = browser.clipboard()
    assert plain == f"1.{outcome.findings[0].text}"
    assert "font-family:仿宋_GB2312" in rich
    assert all("inline style" in complaint for complaint in browser.console())  # the browser's own look at the text


def test_where_nothing_may_be_copied_the_page_says_what_to_do(browser: Browser, html: str) -> None:
    browser.open(html)
    browser.run(
        "document.execCommand = () => { throw new Error() }; navigator.clipboard.write = () => Promise.reject()"
    )
    browser.find("button.main").click()
    browser.run("return new Promise((done) => setTimeout(done, 100))")
    assert browser.visible("#said") == ["浏览器不让复制，请选中文字后按 Ctrl+C。"]


# Nothing that runs


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_text_that_would_run_does_not(browser: Browser, outcome: Outcome, attack: str) -> None:
    bad = spoilt(outcome, attack)
    browser.open(render("html", [bad]))
    for box in browser.driver.find_elements("css selector", "summary"):
        box.click()
    browser.find("button.main").click()
    _, plain = browser.clipboard()
    assert plain == render("text", [bad]).partition("\n\n————")[0]
    assert browser.run("return window.hacked") is None
    assert browser.run("return document.querySelectorAll('img, iframe, object, embed, base').length") == 0


# Screens and paper


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_is_wider_than_the_screen(browser: Browser, seed: Outcome, outcome: Outcome, width: int) -> None:
    for html in (render("html", [seed]), render("html", [replace(outcome, department="甲"), spoilt(outcome, LONG)])):
        browser.open(html, width)
        browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
        assert browser.run("return document.documentElement.scrollWidth") <= width


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
