"""The chat page in a real browser, from the link to a recorded promise and a plan.

The page, the door, the gate and the conversation are real; only the reading of intents
is told by the test, so that no Rasa server is needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.casebook.models import Application, Message, Promise, Ticket
from bot.clock import system_now
from bot.outreach.demo import load_demo
from tests.channels.conftest import NOW, RunningDoor

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
MS = 10_000
INTENTS = {
    "25号先还八百": "partial_payment",
    "对": "affirm",
    "想分6期还": "request_installment",
    "转人工": "request_human",
    "你好": "greet",
}


def _skip(reason: str) -> None:
    if os.environ.get("HECUI_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


# Not for the session: while Playwright runs, its event loop is this thread's.
@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    if not Path(CHROMIUM).exists():
        _skip(f"{CHROMIUM} is not installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield running
        running.close()


class Page:
    """The chat page as a person with a telephone sees it."""

    def __init__(self, door: RunningDoor, browser: object, **options: object) -> None:
        self.door = door
        self.problems: list[str] = []
        self.context = browser.new_context(  # type: ignore[attr-defined]
            viewport={"width": 390, "height": 780},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            extra_http_headers={"X-Hecui-Now": NOW},
            **options,
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(MS)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)

    def _heard(self, message: object) -> None:
        text = f"{message.type}: {message.text}"  # type: ignore[attr-defined]
        if "Content Security Policy" in text:
            self.problems.append(text)

    def _asked(self, request: object) -> None:
        url: str = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.door.url, self.door.url.replace("http", "ws"))):
            self.problems.append(f"fetched {url}")

    def open(self) -> None:
        self.page.goto(f"{self.door.url}/c/{self.door.link()}")
        self.page.locator(".message.bot").first.wait_for()

    def say(self, text: str) -> None:
        """Type, press Enter, and wait for the bot's answer."""
        before = self.page.locator(".message.bot").count()
        self.page.locator("#text").fill(text)
        self.page.keyboard.press("Enter")
        self.wait_answer(before)

    def press(self, title: str) -> None:
        before = self.page.locator(".message.bot").count()
        self.page.get_by_role("button", name=title, exact=True).click()
        self.wait_answer(before)

    def wait_answer(self, before: int) -> None:
        self.page.wait_for_function(
            "n => document.querySelectorAll('.message.bot').length > n"
            " && document.getElementById('typing').hidden"
            " && !document.querySelector('.unsent')",
            arg=before,
        )

    @property
    def texts(self) -> list[str]:
        shown: list[str] = self.page.locator(".message .text").all_inner_texts()
        return shown


@pytest.fixture
def page(door: RunningDoor, browser: object) -> Iterator[Page]:
    door.rasa.intents |= INTENTS
    opened = Page(door, browser)
    yield opened
    opened.context.close()
    assert opened.problems == []


def stored(door: RunningDoor) -> list[str]:
    return [m.text for m in door.rows(Message) if m.status != "blocked"]


def test_from_the_link_to_a_recorded_promise(page: Page) -> None:
    page.open()
    page.say("0427")
    page.say("25号先还八百")
    page.say("对")

    [promise] = page.door.rows(Promise)
    assert (promise.amount_fen, promise.date.isoformat()) == (80_000, "2025-06-25")
    assert page.texts == stored(page.door)


def test_from_the_link_to_a_submitted_plan(page: Page) -> None:
    page.open()
    page.say("0427")
    page.say("想分6期还")
    page.say("对")

    [plan] = page.door.rows(Application)
    assert (plan.kind, plan.periods, plan.status) == ("plan", 6, "submitted")


def test_a_person_is_one_press_away_at_any_time(page: Page) -> None:
    page.open()

    page.press("人工")

    assert "handoff" in {ticket.kind for ticket in page.door.rows(Ticket)}


def test_reloading_shows_the_same_conversation(page: Page) -> None:
    page.open()
    page.say("你好")
    before = page.texts

    page.page.reload()
    page.page.wait_for_function(
        "n => document.querySelectorAll('.message').length >= n", arg=len(before)
    )

    assert page.texts == before


def test_what_is_written_offline_is_sent_once_when_the_net_is_back(page: Page) -> None:
    page.open()
    page.context.set_offline(True)
    page.page.evaluate("window.dispatchEvent(new Event('offline'))")
    page.page.locator("#banner").wait_for(state="visible")
    # The open socket does not notice; the page is loaded anew without a network.
    page.page.evaluate(
        "sessionStorage.setItem('unsent', JSON.stringify([['k1','你好']]))"
    )
    page.context.set_offline(False)
    before = page.page.locator(".message.bot").count()

    page.page.reload()
    page.wait_answer(before)

    assert page.texts == stored(page.door)
    assert page.texts.count("你好") == 1


def test_without_a_websocket_the_page_works_by_requests(
    door: RunningDoor, browser: object
) -> None:
    door.rasa.intents |= INTENTS
    page = Page(door, browser)
    page.context.add_init_script(
        "window.WebSocket = class extends EventTarget {"
        "  static OPEN = 1; constructor() { super();"
        "  setTimeout(() => this.dispatchEvent(new Event('close')), 5); } close() {} }"
    )
    try:
        page.open()
        page.say("0427")
        page.say("你好")
        assert page.texts == stored(door)
    finally:
        page.context.close()


def test_rasa_away_is_said_on_the_page_and_goes_away(page: Page) -> None:
    page.open()
    page.door.rasa.away = True
    before = page.page.locator(".message.bot").count()
    page.page.locator("#text").fill("你好")
    page.page.keyboard.press("Enter")
    banner = page.page.locator("#banner")
    banner.wait_for(state="visible")
    assert "您刚才的消息已保存" in banner.inner_text()

    page.door.rasa.away = False
    page.wait_answer(before)

    banner.wait_for(state="hidden")


def test_html_is_shown_as_words(page: Page) -> None:
    page.open()
    text = "<img src=x onerror=alert(1)><b>好</b>"

    page.say(text)

    assert text in page.texts


def test_too_long_a_message_stays_in_the_box(page: Page) -> None:
    page.open()
    text = "还" * 2001

    page.page.locator("#text").fill(text)
    page.page.keyboard.press("Enter")

    assert page.page.locator("#text").input_value() == text
    assert "一次最多2000字" in page.page.locator("#counter").inner_text()
    assert page.door.rows(Message, direction="in") == []


def test_the_page_is_usable_by_keyboard_and_screen_reader(page: Page) -> None:
    page.open()

    log = page.page.get_by_role("log")
    assert log.get_attribute("aria-live") == "polite"
    assert page.page.get_by_label("您的消息").count() == 1
    assert page.page.title() == "智能客服"
    assert page.page.url == f"{page.door.url}/chat"
    page.page.keyboard.press("Tab")
    assert page.page.evaluate("document.activeElement.className") == "skip"


def test_an_expired_session_is_said_and_closes_the_box(page: Page) -> None:
    page.open()
    page.context.clear_cookies()

    page.page.evaluate("navigator.onLine")
    page.page.reload()

    assert page.page.url == f"{page.door.url}/"


@pytest.mark.parametrize("address", ["/", "/nothing", "/c/unknown-code-of-a-link"])
def test_no_page_sticks_out_on_a_narrow_telephone(
    door: RunningDoor, browser: object, address: str
) -> None:
    load_demo(door.casebook, system_now())
    page = Page(door, browser)
    page.page.set_viewport_size({"width": 320, "height": 568})
    try:
        page.page.goto(door.url + address)
        wide = page.page.evaluate(
            "[...document.querySelectorAll('*')].filter(e =>"
            " e.getBoundingClientRect().right > window.innerWidth)"
            ".map(e => e.outerHTML.slice(0, 60))"
        )
        assert wide == []
        assert page.page.locator("h1").inner_text()
    finally:
        page.context.close()


def test_nothing_sticks_out_on_a_narrow_telephone(
    door: RunningDoor, browser: object
) -> None:
    page = Page(door, browser)
    page.page.set_viewport_size({"width": 320, "height": 568})
    try:
        page.open()
        page.page.locator("#text").fill("长" * 100)
        wide = page.page.evaluate(
            "document.documentElement.scrollWidth <= window.innerWidth"
        )
        assert wide
        assert page.page.get_by_role("button", name="人工", exact=True).is_visible()
    finally:
        page.context.close()
