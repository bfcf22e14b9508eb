from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from actions.casebook.models import Session, Ticket
from bot.channels import sessions
from bot.clock import system_now
from bot.outreach.demo import load_demo
from tests.channels.conftest import NOW, RunningDoor, Visitor, save_account

STATIC = Path(sessions.__file__).parent / "static"


def test_a_link_opens_the_chat_and_leaves_the_address(door: RunningDoor) -> None:
    with door.client() as client:
        answer = client.get(f"/c/{door.link()}")

        assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
        cookie = answer.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        page = client.get("/chat")
    assert "恒信银行" in page.text
    assert "智能客服（机器人）" in page.text
    assert "本对话会被保存" in page.text


def test_no_personal_data_is_in_page_title_or_address(door: RunningDoor) -> None:
    with door.client() as client:
        client.get(f"/c/{door.link()}")
        page = client.get("/chat").text

    assert "<title>智能客服</title>" in page
    assert not any(fact in page for fact in ("林晓梅", "0427", "7715", "3260", "3,260"))


@pytest.mark.parametrize("token", ["x" * 32, "..%2F..", "a", "林"])
def test_an_unknown_link_says_so(door: RunningDoor, token: str) -> None:
    with door.client() as client:
        answer = client.get(f"/c/{token}")

    assert answer.status_code in {404, 410}
    assert "set-cookie" not in answer.headers


def test_a_pasted_link_leads_to_its_conversation(door: RunningDoor) -> None:
    token = door.link()
    with door.client() as client:
        for code in (token, f" {door.url}/c/{token} "):
            answer = client.post("/code", data={"code": code})
            assert answer.headers["location"] == f"/c/{token}"


@pytest.mark.parametrize(
    "code", ["", "abc", "<script>", "https://example.com/", "码" * 20]
)
def test_a_code_that_is_none_is_told(door: RunningDoor, code: str) -> None:
    with door.client() as client:
        answer = client.post("/code", data={"code": code})

    assert answer.status_code == 422
    assert "没有认出链接码" in answer.text
    assert "<script>" not in answer.text


def test_a_forged_cookie_opens_nothing(door: RunningDoor) -> None:
    door.visitor()
    [session] = door.rows(Session)
    late = datetime.fromisoformat(NOW) + timedelta(hours=1)
    forged = sessions.sign(session.id, "another secret", late)
    with door.client() as client:
        for value in (session.id, forged, f"{session.id}.", f"{session.id}..", "."):
            client.cookies.clear()
            client.cookies.set(sessions.COOKIE, value)
            assert client.get("/api/messages").status_code == 401


def test_another_site_cannot_post_in_the_debtors_name(door: RunningDoor) -> None:
    visitor = door.visitor()

    answer = visitor.client.post(
        "/api/messages",
        json={"id": "x", "text": "对"},
        headers={"Origin": "https://evil.example"},
    )

    assert answer.status_code == 403


def test_a_visit_without_a_link_belongs_to_no_account(door: RunningDoor) -> None:
    with door.client() as client:
        assert client.post("/visit").headers["location"] == "/chat"
        assert client.get("/chat").status_code == 200
        assert client.get("/api/messages").json()["messages"]

    [session] = door.rows(Session)
    assert session.account_id is None


def test_the_chat_without_a_conversation_leads_to_the_start(door: RunningDoor) -> None:
    with door.client() as client:
        assert client.get("/chat").headers["location"] == "/"


def test_demo_accounts_open_with_one_click(door: RunningDoor) -> None:
    load_demo(door.casebook, system_now())
    with door.client() as client:
        assert "demo-1" in client.get("/").text
        link = client.post("/demo", data={"account": "demo-1"}).headers["location"]
        assert client.get(link).headers["location"] == "/chat"


def test_a_real_account_is_no_demo(door: RunningDoor) -> None:
    with door.client() as client:
        assert "林晓梅" not in client.get("/").text
        assert client.post("/demo", data={"account": "a-1"}).status_code == 404


def test_every_page_has_a_strict_policy(door: RunningDoor) -> None:
    with door.client() as client:
        pages = [client.get("/"), client.get("/c/" + "x" * 32)]
        client.get(f"/c/{door.link()}")
        pages.append(client.get("/chat"))

    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]*src=)|style=|\son\w+=", page.text)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page.text)


def test_the_pages_before_identity_do_not_hint_at_a_debt(door: RunningDoor) -> None:
    visitor = door.visitor()
    for path in ("/", "/chat", "/c/unknown-code-of-a-link"):
        text = visitor.client.get(path).text

        assert not [w for w in ("欠", "逾期", "还款", "分期", "借") if w in text], path


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in STATIC.iterdir():
        text = path.read_text(encoding="utf-8").replace(
            "http://www.w3.org/2000/svg", ""
        )
        assert "http://" not in text
        assert "https://" not in text
        assert "innerHTML" not in text


def opened(door: RunningDoor, token: str) -> Visitor:
    client = door.client()
    assert client.get(f"/c/{token}").status_code == 303
    return Visitor(door, client)


def test_another_device_sees_nothing_said_before_and_is_asked_anew(
    door: RunningDoor,
) -> None:
    token = door.link()
    debtor = opened(door, token)
    debtor.say("0427", "identity_verification_answer")
    debtor.say("25号先还八百", "partial_payment")

    finder = opened(door, token)

    told = "".join(m["text"] for m in finder.seen)
    assert "后四位" in told
    assert not any(fact in told for fact in ("3,260", "0427", "八百", "800", "7715"))
    assert "3,260" not in "".join(finder.say("我欠多少", "ask_balance"))
    # What the finder does brings nothing to the debtor's device, nor the other way.
    assert len(door.rows(Session)) == 2
    assert finder.client.get("/api/messages").json()["messages"] == finder.seen


def test_the_device_that_settled_identity_keeps_its_history(door: RunningDoor) -> None:
    token = door.link()
    debtor = opened(door, token)
    debtor.say("0427", "identity_verification_answer")

    debtor.client.get(f"/c/{token}")

    after = debtor.client.get("/api/messages").json()["messages"]
    assert after == debtor.seen
    assert len(door.rows(Session)) == 1


def test_wrong_answers_on_many_devices_count_together(door: RunningDoor) -> None:
    token = door.link()
    for digits in ("9990", "9991", "9992"):
        opened(door, token).say(digits, "identity_verification_answer")

    late = opened(door, token)

    assert not [s for s in door.rows(Session) if s.verified_at]
    assert "3,260" not in "".join(late.say("0427", "identity_verification_answer"))
    assert "identity_locked" in [t.kind for t in door.rows(Ticket)]


def test_a_cookie_is_over_after_its_hours_whatever_the_browser_keeps(
    door: RunningDoor,
) -> None:
    debtor = door.visitor()
    later = datetime.fromisoformat(NOW) + timedelta(hours=sessions.COOKIE_HOURS + 1)

    answer = debtor.client.get(
        "/api/messages", headers={"X-Hecui-Now": later.isoformat()}
    )

    assert answer.status_code == 401


def test_one_debtor_never_sees_anothers_messages(door: RunningDoor) -> None:
    with door.casebook.begin() as work:
        save_account(work, "a-2", "16100000002")
    first = door.visitor()
    first.say("这是我的秘密")
    with door.client() as client:
        client.get(f"/c/{door.link('a-2')}")
        told = client.get("/api/messages").text

    assert "这是我的秘密" not in told


def test_the_schema_is_served_and_health_is_told(door: RunningDoor) -> None:
    with door.client() as client:
        paths = client.get("/openapi.json").json()["paths"]
        health = client.get("/healthz").json()

    assert {"/api/messages", "/sms/inbound", "/healthz"} <= set(paths)
    assert health == {"status": "ok", "rasa": "ok", "waiting": 0}
    door.rasa.away = True
    with door.client() as client:
        assert client.get("/healthz").json()["rasa"] == "away"
