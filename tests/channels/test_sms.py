from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from actions.casebook.models import Message, Session
from bot.channels.sessions import sms_session
from tests.channels.conftest import NOW, RunningDoor, save_account

KNOWN, UNKNOWN = "16100000001", "16199999999"


def test_a_known_number_talks_about_its_account(door: RunningDoor) -> None:
    assert door.text(KNOWN, "你好", "1").status_code == 202
    door.eventually(lambda: door.sms.texts)

    [session] = door.rows(Session)
    assert session.account_id == "a-1"
    assert {address for address, _text in door.sms.texts} == {KNOWN}


def test_the_same_sms_twice_is_answered_once(door: RunningDoor) -> None:
    first = door.text(KNOWN, "你好", "1")
    door.eventually(lambda: door.sms.texts)
    second = door.text(KNOWN, "你好", "1")

    assert (first.json()["known"], second.json()["known"]) == (False, True)
    assert len(door.rows(Message, direction="in")) == 1


def test_an_unknown_number_gets_a_neutral_answer_and_is_kept(
    door: RunningDoor,
) -> None:
    door.text(UNKNOWN, "你们找谁", "1")
    door.eventually(lambda: door.sms.texts)

    [session] = door.rows(Session)
    assert session.account_id is None
    told = "".join(text for _address, text in door.sms.texts)
    assert not any(fact in told for fact in ("林晓梅", "3260", "3,260", "9天"))
    assert [m.text for m in door.rows(Message, direction="in")] == ["你们找谁"]


@pytest.mark.parametrize("token", ["", "wrong", "gateway-tokem", "门"])
def test_a_wrong_token_changes_nothing(door: RunningDoor, token: str) -> None:
    body = {"id": "1", "from": KNOWN, "to": "1069", "text": "你好"}
    with door.client() as client:
        answer = client.post(
            "/sms/inbound", json=body, headers={"X-Hecui-Token": token.encode()}
        )

    assert answer.status_code == 401
    assert door.rows(Session) == []


@pytest.mark.parametrize(
    "change",
    [{"from": "x"}, {"id": ""}, {"text": None}, {"at": "soon"}, {"extra": 1}],
    ids=str,
)
def test_a_broken_sms_is_refused(door: RunningDoor, change: dict[str, object]) -> None:
    body = {"id": "1", "from": KNOWN, "to": "1069", "text": "你好", **change}
    with door.client() as client:
        answer = client.post(
            "/sms/inbound", json=body, headers={"X-Hecui-Token": "gateway-token"}
        )

    assert answer.status_code == 422
    assert door.rows(Session) == []


def test_an_empty_sms_is_kept_and_answered(door: RunningDoor) -> None:
    door.text(KNOWN, "", "1")
    door.eventually(lambda: door.sms.texts)

    [message] = door.rows(Message, direction="in")
    assert (message.text, message.status) == ("", "answered")


def test_a_refusing_gateway_gets_the_answer_again_in_order(door: RunningDoor) -> None:
    door.sms.refusals = 2
    door.text(KNOWN, "你好", "1")
    door.text(KNOWN, "在吗", "2")
    door.eventually(lambda: not door.rows(Message, direction="in", status="received"))
    door.eventually(lambda: not door.rows(Message, status="queued"))

    sent = [f"message-{m.id}" for m in door.rows(Message, direction="out")]
    assert door.sms.keys == sent


def test_the_country_code_is_no_other_number(door: RunningDoor) -> None:
    door.text(f"+86{KNOWN}", "你好", "1")
    door.eventually(lambda: door.sms.texts)

    assert [s.account_id for s in door.rows(Session)] == ["a-1"]


def test_a_number_silent_for_long_begins_anew(door: RunningDoor) -> None:
    now = datetime.fromisoformat(NOW)
    with door.casebook.begin() as work:
        first = sms_session(work, KNOWN, now)
        soon = sms_session(work, KNOWN, now + timedelta(days=13))
        late = sms_session(work, KNOWN, now + timedelta(days=15))

        assert soon.id == first.id
        assert late.id != first.id


def test_a_number_with_two_accounts_means_the_one_written_to_last(
    door: RunningDoor,
) -> None:
    now = datetime.fromisoformat(NOW)
    with door.casebook.begin() as work:
        save_account(work, "a-2", KNOWN)
        second = work.account("a-2")
        assert second is not None
        work.record_contact(
            second,
            key="k",
            channel="sms",
            address=KNOWN,
            template="reminder",
            status="sent",
            proof={},
            now=now,
        )

        assert sms_session(work, KNOWN, now).account_id == "a-2"
