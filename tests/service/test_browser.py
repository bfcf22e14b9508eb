"""The collector's page in a real browser."""

from __future__ import annotations

import shutil

import pytest

from .test_live import CLOSE, receive, said, send

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture
def page():
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--no-proxy-server"]
        )
        page = browser.new_page()
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on(
            "console",
            lambda one: page.errors.append(one.text) if one.type == "error" else None,
        )
        yield page
        assert page.errors == []
        browser.close()


def test_a_warning_appears_while_the_call_runs_and_leads_to_the_sentence(client, page):
    with client.live() as link:
        send(link, {"type": "open", "call": {"call_id": "browser-1"}})
        receive(link)
        page.goto(f"http://127.0.0.1:{client.port}/live/browser-1")
        page.get_by_text("已连接").wait_for()
        send(link, said(0, "您好😀。", "bot"))
        send(link, said(1, "😀不还我就告诉你家里人<b>。"))

        page.locator(".warning").wait_for()

        assert page.locator("mark").all_text_contents() == ["告诉你家里人"]
        assert page.locator("#turns b").count() == 0
        assert (
            page.locator(".advice").text_content() == "可以这样说我们只跟您本人谈还款。"
        )
        assert page.title().startswith("(1) ")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "turn-2"
        for _ in range(2):
            receive(link)
        receive(link)
        send(link, CLOSE)
        page.get_by_text("通话结束：违规").wait_for()


def test_the_list_of_calls_grows_by_itself(client, page):
    page.goto(f"http://127.0.0.1:{client.port}/live")
    page.get_by_text("已连接").wait_for()
    with client.live() as link:
        send(link, {"type": "open", "call": {"call_id": "browser/2"}})
        receive(link)

        page.get_by_role("link", name="browser/2").click()

        page.get_by_role("heading", name="browser/2").wait_for()


@pytest.mark.parametrize(
    ("touch", "shown"),
    [
        pytest.param(True, False, id="phone"),
        pytest.param(False, True, id="with-a-mouse"),
    ],
)
def test_keys_are_explained_where_there_is_a_keyboard(client, page, touch, shown):
    with client.live() as link:
        call_id = f"keys-{touch}"
        send(link, {"type": "open", "call": {"call_id": call_id}})
        receive(link)
        context = page.context.browser.new_context(
            viewport={"width": 390, "height": 844}, has_touch=touch, is_mobile=touch
        )
        own = context.new_page()

        own.goto(f"http://127.0.0.1:{client.port}/live/{call_id}")

        assert own.get_by_text("按 J、K 键").is_visible() is shown
        send(link, CLOSE)
        receive(link)
        own.goto(f"http://127.0.0.1:{client.port}/live")
        assert own.locator("tr.ended", has_text=call_id).count() == 1
        width = own.evaluate("document.documentElement.scrollWidth")
        context.close()

    assert width <= 390
