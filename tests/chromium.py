"""A real Chromium without a window, told what to do over its own protocol; None where the machine has none."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
)
# What the pasted text is caught in: it says what the clipboard held in both forms.
_CATCH = """
const box = document.createElement("div");
box.contentEditable = "true"; box.id = "caught"; box.tabIndex = 0; box.textContent = "x";
box.addEventListener("paste", (event) => {
  window.caught = ["text/html", "text/plain"].map((type) => event.clipboardData.getData(type));
  event.preventDefault();
});
document.body.append(box);
"""


def found() -> tuple[str, str] | None:
    """Where the browser and its driver are; None where one of them is not."""
    browser = next(filter(None, map(shutil.which, NAMES)), None)
    driver = shutil.which("chromedriver")
    return (browser, driver) if browser and driver else None


class Browser:
    """One browser for many pages; every page is a file that was opened from a disk."""

    def __init__(self, driver: webdriver.Chrome, folder: Path) -> None:
        self.driver, self.folder = driver, folder

    def open(self, html: str, width: int = 1280, **media: str) -> None:
        """Opens a page in a view of this width; media are features such as prefers_color_scheme."""
        file = self.folder / "报告.html"
        file.write_text(html, encoding="utf-8")
        view = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", **view)
        features = [{"name": name.replace("_", "-"), "value": value} for name, value in media.items()]
        self.command("Emulation.setEmulatedMedia", media="", features=features)
        self.console(), self.requests()
        self.driver.get(file.as_uri())

    def command(self, name: str, **arguments: Any) -> dict[str, Any]:
        """Gives the browser a command of its protocol."""
        answer: dict[str, Any] = self.driver.execute_cdp_cmd(name, arguments)
        return answer

    def run(self, script: str, *arguments: Any) -> Any:
        """What a script on the page returns."""
        return self.driver.execute_script(script, *arguments)

    def find(self, selector: str) -> WebElement:
        """The first element of a selector."""
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def visible(self, selector: str) -> list[str]:
        """The texts of the elements of a selector that can be seen."""
        return [e.text for e in self.driver.find_elements(By.CSS_SELECTOR, selector) if e.is_displayed()]

    def press(self, *keys: str) -> None:
        """Presses keys where the focus is."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def clipboard(self) -> tuple[str, str]:
        """What is on the clipboard, as HTML and as text."""
        if not self.driver.find_elements(By.ID, "caught"):
            self.run(_CATCH)
        self.run("window.caught = null; document.getElementById('caught').focus()")
        self.find("#caught").send_keys(Keys.CONTROL, "v")
        rich, plain = self.run("return window.caught")
        return rich, plain

    def console(self) -> list[str]:
        """What the console has complained of since it was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """The addresses that were asked for since this was asked last."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        return [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]


@contextmanager
def started(browser: str, driver: str, folder: Path, display: str = "") -> Iterator[Browser]:
    """A browser with a profile of its own, ended with all that it started; with a window where there is a display."""
    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for option in (*OPTIONS, f"--user-data-dir={folder / 'profile'}"):
        if not (display and option.startswith("--headless")):
            options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = Service(executable_path=driver, env={**os.environ, **({"DISPLAY": display} if display else {})})
    chrome = webdriver.Chrome(options=options, service=service)
    try:
        yield Browser(chrome, folder)
    finally:
        chrome.quit()
