"""The action server: one turn a call, nothing done twice, nothing said told."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from actions.casebook.models import Account, Base, Promise
from actions.casebook.store import Casebook, open_casebook
from actions.server import ACTIONS, answer_once, answer_safely, make_executor

NOW = datetime(2025, 6, 18, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def casebook(tmp_path: Path) -> Iterator[Casebook]:
    opened = open_casebook(f"sqlite:///{tmp_path}/casebook.sqlite3")
    Base.metadata.create_all(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def session_id(casebook: Casebook) -> str:
    return new_session(casebook, "acc-1")


def new_session(casebook: Casebook, account_id: str) -> str:
    account = Account(
        id=account_id, lender="云川银行信用卡中心", lender_type="bank_card",
        product="信用卡", name="林晓梅", phone="17000000001", id_last4="0427",
        account_tail="7715", overdue_fen=326_000, min_payment_fen=32_600,
        due_date=date(2025, 6, 9), as_of=date(2025, 6, 18), created_at=NOW,
        updated_at=NOW,
    )  # fmt: skip
    with casebook.begin() as work:
        saved = work.save_account(account, source="test", now=NOW)
        return work.new_session("web", "17000000001", saved.id, NOW).id


def message(text: str, intent: str, message_id: int | None = None) -> dict[str, Any]:
    metadata = {"now": NOW.isoformat(), "message_id": message_id, "channel": "web"}
    ranked = {"name": intent, "confidence": 0.9}
    return {
        "text": text,
        "intent": ranked,
        "intent_ranking": [ranked],
        "metadata": metadata,
    }


def test_a_message_asked_twice_gets_the_same_reply_once(
    casebook: Casebook, session_id: str
) -> None:
    wrong = message("1111", "identity_verification_answer", 7)

    first = answer_once(casebook, session_id=session_id, message=wrong, now=NOW)
    second = answer_once(casebook, session_id=session_id, message=wrong, now=NOW)

    assert first == second
    with casebook.begin() as work:
        session = work.session(session_id)
        assert session is not None
        assert session.wrong_answers == 1


def test_another_message_is_another_turn(casebook: Casebook, session_id: str) -> None:
    for number in (1, 2):
        wrong = message("1111", "identity_verification_answer", number)
        answer_once(casebook, session_id=session_id, message=wrong, now=NOW)

    with casebook.begin() as work:
        session = work.session(session_id)
        assert session is not None
        assert session.wrong_answers == 2


def test_an_unknown_session_is_told_so(casebook: Casebook) -> None:
    reply = answer_once(
        casebook, session_id="nobody", message=message("在吗", "greet"), now=NOW
    )

    assert [m.template for m in reply.messages] == ["session_unknown"]


def test_a_failed_turn_is_undone_and_its_words_are_not_logged(
    casebook: Casebook,
    session_id: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("我的秘密")

    monkeypatch.setattr("actions.server.take_turn", broken)
    caplog.set_level(logging.DEBUG)

    reply = answer_safely(
        casebook,
        session_id=session_id,
        message=message("我的秘密", "greet"),
        now=NOW,
    )

    assert [m.template for m in reply.messages] == ["turn_failed"]
    assert "秘密" not in caplog.text
    assert "RuntimeError" in caplog.text


def test_every_action_answers_in_rasas_form(casebook: Casebook) -> None:
    executor = make_executor(casebook, test_clock=True)
    session_id = new_session(casebook, "acc-2")

    for name in ACTIONS:
        call = {
            "next_action": name,
            "sender_id": session_id,
            "tracker": {
                "sender_id": session_id,
                "latest_message": message("你好", "greet"),
                "slots": {},
                "events": [],
            },
            "domain": {},
        }
        result = asyncio.run(executor.run(call))

        assert result is not None
        *said, last = result.responses
        assert all(r["text"] for r in said)
        assert set(last["custom"]["turn"]) == {
            "asks",
            "accepts",
            "outcome",
            "templates",
        }
        assert len(last["custom"]["turn"]["templates"]) == len(said)


def test_turns_at_once_keep_their_own_casebook_rows(casebook: Casebook) -> None:
    sessions = [new_session(casebook, f"acc-{n}") for n in range(10, 18)]
    script = [
        ("0427", "identity_verification_answer"),
        ("25号还八百", "promise_to_pay"),
        ("对", "affirm"),
    ]

    def talk(session_id: str) -> None:
        for number, (text, intent) in enumerate(script):
            answer_once(
                casebook,
                session_id=session_id,
                message=message(text, intent, number),
                now=NOW,
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(talk, sessions))

    with casebook.begin() as work:
        assert work.orm.query(Promise).count() == len(sessions)
