"""A headless Chromium for the tests of the web proof: the system's own, driven by Playwright; nothing is downloaded."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "microsoft-edge")


def program() -> str:
    """The Chromium of this machine; empty: it has none."""
    named = os.environ.get("PUPPETEER_EXECUTABLE_PATH", "")
    return named or next(filter(None, map(shutil.which, NAMES)), "")


def missing() -> str:
    """Why no browser can be had; empty: one can."""
    if importlib.util.find_spec("playwright") is None:
        return "Playwright is missing: make setup"
    return "" if program() else "Chromium is missing: see `galerada doctor`"


@contextmanager
def chromium() -> Iterator[Any]:
    """The browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program(), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
