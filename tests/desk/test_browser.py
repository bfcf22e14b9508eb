"""The desk in a real browser: by keyboard, on a desktop and on a phone.

The desk, the door, the gate and the conversation are real; only the reading of intents
is told by the test.  With HECUI_SHOTS=FOLDER the pages are kept as pictures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from actions.casebook.models import Application, Matter, Message, Session
from tests.channels.conftest import NOW, RunningDoor, Visitor, save_account
from tests.desk.conftest import RunningDesk

pytestmark = pytest.mark.browser

CHROMIUM = "/usr/bin/chromium"
MS = 10_000
DESKTOP, PHONE = (1280, 860), (390, 844)


def _skip(reason: str) -> None:
    if os.environ.get("HECUI_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if not Path(CHROMIUM).exists():
        _skip(f"{CHROMIUM} is not installed")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as play:
        running = play.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield running
        running.close()


class Screen:
    """One of the staff before a screen of some width."""

    def __init__(self, desk: RunningDesk, browser: Any, size: tuple[int, int]) -> None:
        self.desk = desk
        self.problems: list[str] = []
        self.size = size
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            extra_http_headers={"X-Hecui-Now": NOW},
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(MS)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)

    def _heard(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.problems.append(message.text)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(self.desk.url):
            self.problems.append(f"fetched {request.url}")

    def sign_in(self, name: str) -> None:
        self.page.goto(self.desk.url)
        self.shot("signin")
        self.page.get_by_role("button", name=name).click()
        self.page.get_by_role("navigation", name="范围").wait_for()

    def open(self, path: str) -> None:
        self.page.goto(self.desk.url + path)

    def fits(self) -> bool:
        """Whether nothing sticks out at the side."""
        width = self.page.evaluate("document.documentElement.scrollWidth")
        return bool(width <= self.size[0])

    def shot(self, name: str) -> None:
        folder = os.environ.get("HECUI_SHOTS")
        if folder:
            kind = "phone" if self.size == PHONE else "desktop"
            path = Path(folder) / f"desk-{name}-{kind}.png"
            self.page.screenshot(path=path, full_page=True)


@pytest.fixture
def screen(desk: RunningDesk, browser: Any) -> Iterator[Callable[..., Screen]]:
    opened: list[Screen] = []

    def begin(size: tuple[int, int] = DESKTOP) -> Screen:
        opened.append(Screen(desk, browser, size))
        return opened[-1]

    yield begin
    for one in opened:
        one.context.close()
        assert one.problems == []


def another(door: RunningDoor, number: int) -> Visitor:
    """Another debtor in the chat, identified."""
    with door.casebook.begin() as work:
        save_account(work, f"a-{number}", f"1610000000{number}")
    client = door.client()
    client.get(f"/c/{door.link(f'a-{number}')}")
    visitor = Visitor(door, client)
    visitor.say("0427")
    return visitor


@pytest.fixture
def busy(door: RunningDoor, desk: RunningDesk, applied: Matter) -> Matter:
    """An inbox with more than one matter; the plan application among them."""
    another(door, 2).say("我要投诉")
    another(door, 3).say("我不想活了", "self_harm_crisis")
    disputing = another(door, 4)
    disputing.say("我已经还过了")
    disputing.say("上个月20号还了800")
    waiving = another(door, 5)
    waiving.say("我想申请减免")
    waiving.say("对，提交申请")
    return applied


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_from_the_inbox_to_a_counter_offer(
    screen: Callable[..., Screen], busy: Matter, door: RunningDoor, size: Any
) -> None:
    one = screen(size)
    page = one.page
    one.sign_in("演示专员甲")
    one.shot("inbox")
    assert one.fits()
    assert "危机预警" in page.locator("#queue li").first.inner_text()

    page.get_by_role("link", name="分期申请").click()
    page.get_by_text("提出协商方案").click()
    page.get_by_label("期数").fill("10")
    page.locator("#quote p").wait_for()
    told = page.locator("#quote").inner_text()
    page.get_by_label("告知客户的理由").first.select_option("income_unclear")
    one.shot("plan")
    assert one.fits()
    page.get_by_role("button", name="提出方案").click()
    page.get_by_text("决定：协商方案").wait_for()
    one.shot("decided")
    assert one.fits()

    assert "每期 326元" in told
    [application] = [a for a in door.rows(Application) if a.kind == "plan"]
    assert application.status == "countered"
    assert any("10期" in m.text for m in door.rows(Message, direction="out"))


def test_by_keyboard_alone(screen: Callable[..., Screen], busy: Matter) -> None:
    one = screen()
    one.sign_in("演示主管")

    one.page.keyboard.press("j")
    one.page.keyboard.press("j")
    second = one.page.evaluate("document.activeElement.innerText")
    one.page.keyboard.press("Enter")
    one.page.get_by_role("heading", level=1).wait_for()
    title = one.page.get_by_role("heading", level=1).inner_text()
    one.page.go_back()
    one.page.keyboard.press("/")
    one.page.keyboard.type("161")

    assert title.split()[0] in second
    assert one.page.locator("#q").input_value() == "161"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_conversation_taken_over_and_handed_back(
    screen: Callable[..., Screen],
    door: RunningDoor,
    desk: RunningDesk,
    debtor: Visitor,
    size: Any,
) -> None:
    debtor.say("想分6期还")
    debtor.say("转人工")
    [matter] = desk.matters(kind="handoff")
    one = screen(size)
    page = one.page
    one.sign_in("演示专员甲")
    one.open(f"/matters/{matter.id}/chat")
    page.get_by_role("button", name="接管对话").click()
    page.locator("#text").wait_for()
    page.wait_for_load_state()  # until then nothing listens to the keys
    page.locator("#text").fill("再不还钱就告诉你单位领导")
    page.keyboard.press("Enter")
    page.locator("#held mark").first.wait_for()
    one.shot("chat")
    assert one.fits()

    page.locator("#text").fill("您好，6 期的方案我帮您看一下，请稍等。")
    page.keyboard.press("Enter")
    page.locator(".said .person", has_text="请稍等").wait_for()
    debtor.say("好的，我每月十五号发工资")
    page.locator(".said .debtor", has_text="十五号发工资").wait_for()
    page.get_by_role("button", name="已办完，交还机器人").click()
    page.get_by_text("机器人在回复").wait_for()

    sent = [m.text for m in door.rows(Message, template="person")]
    assert sent == ["您好，6 期的方案我帮您看一下，请稍等。"]
    [session] = door.rows(Session)
    assert session.human_by is None


def test_who_was_slower_is_told_and_keeps_what_they_typed(
    screen: Callable[..., Screen], desk: RunningDesk, applied: Matter
) -> None:
    slow = screen()
    slow.sign_in("演示主管")
    slow.open(f"/matters/{applied.id}")
    slow.page.get_by_text("不予通过", exact=True).first.click()
    slow.page.locator("#no-reason").select_option("papers_missing")
    slow.page.locator("#no-note").fill("缺收入证明")
    desk.signed_in("demo-101").do(applied, "note", note="已电话联系")

    slow.page.get_by_role("button", name="不予通过并告知客户").click()

    slow.page.get_by_role("alert").wait_for()
    assert "您的操作没有保存" in slow.page.get_by_role("alert").inner_text()
    assert slow.page.locator("#no-note").input_value() == "缺收入证明"
    slow.shot("changed")
