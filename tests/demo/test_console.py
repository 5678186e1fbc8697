"""The console in a real browser: sign in, see live numbers, open a person's timeline."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests.demo.conftest import Demo, until
from tests.demo.test_story import _person_with_the_whole_story

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def page(demo: Demo) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page = context.new_page()
        page.goto(demo.url)
        page.get_by_label(re.compile("账号|登录名|邮箱")).fill(demo.login)
        page.get_by_label("密码").fill(demo.password)
        page.get_by_role("button", name=re.compile("登\\s*录")).click()
        expect(page.get_by_role("heading", name="总览")).to_be_visible(timeout=20_000)
        yield page
        browser.close()


def test_the_overview_shows_live_numbers_and_the_four_steps_of_the_funnel(page: Page) -> None:
    expect(page.get_by_text("成交额").first).to_be_visible(timeout=20_000)
    steps = page.get_by_role("button", name=re.compile(r"小程序 · [1-9]"))
    expect(steps.nth(2)).to_be_visible(timeout=20_000)
    until("somebody who buys again, on another day", 240, lambda: _reloaded(page) and steps.count() == 4)


def _reloaded(page: Page) -> bool:
    page.reload()
    page.get_by_role("button", name=re.compile(r"小程序 · [1-9]")).nth(2).wait_for(timeout=20_000)
    return True


def test_a_persons_timeline_shows_each_step(page: Page, demo: Demo) -> None:
    person = until("person with the whole story", 120, lambda: _person_with_the_whole_story(demo))

    page.goto(f"{demo.url}/people/{person['id']}")

    for words in ("关注", "支付"):
        expect(page.get_by_text(words).first).to_be_visible(timeout=20_000)


@pytest.mark.parametrize("path", ["/", "/people", "/segments", "/journeys", "/touchpoints"])
def test_each_page_opens_without_an_error_and_fits_a_phone(page: Page, demo: Demo, path: str) -> None:
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_viewport_size({"width": 390, "height": 844})

    page.goto(demo.url + path)
    page.wait_for_load_state("networkidle")

    assert problems == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1440, "height": 900})
