"""The page in a real Chromium: filtering, the keyboard, the clipboard, and nothing that runs or asks for anything."""

from __future__ import annotations

import re

import pytest
import webpage
from chromium import Browser
from hostile import ATTACKS, spoilt
from markup import read
from selenium.webdriver.common.keys import Keys
from small import render
from webpage import pasted

from engine.outcome import Outcome


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return webpage.outcome(tmp_path_factory.mktemp("rules"))


@pytest.fixture(scope="module")
def html(outcome: Outcome) -> str:
    return render("html", [outcome])


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
            was = browser.run("return document.activeElement.parentElement.open")
            browser.press(Keys.ENTER)
            assert browser.run("return document.activeElement.parentElement.open") is not was
            if was:
                browser.press(Keys.ENTER)
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
    assert "font-family:'仿宋_GB2312'" in body.attributes["style"]


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
    assert "font-family:'仿宋_GB2312'" in rich
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
