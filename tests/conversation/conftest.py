"""A conversation with an in-memory casebook; each step names its own intent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from actions.casebook.models import Account, Base, Session
from actions.casebook.store import open_casebook
from actions.casebook.work import Work
from actions.conversation import open_turn, take_turn
from actions.reply import Reply
from actions.understanding import NluResult

NOW = datetime(2025, 6, 18, 10, 5, tzinfo=ZoneInfo("Asia/Shanghai"))


def make_account(**changes: Any) -> Account:
    """A generated card account, nine days overdue on the day of ``NOW``."""
    values: dict[str, Any] = {
        "id": "acc-1",
        "lender": "云川银行信用卡中心",
        "agency": None,
        "lender_type": "bank_card",
        "product": "信用卡",
        "name": "林晓梅",
        "phone": "17000000001",
        "id_last4": "0427",
        "account_tail": "7715",
        "overdue_fen": 326_000,
        "principal_fen": 300_000,
        "interest_fen": 20_000,
        "fees_fen": 6_000,
        "min_payment_fen": 32_600,
        "due_date": date(2025, 6, 9),
        "as_of": date(2025, 6, 18),
        "max_periods": 60,
        "min_monthly_fen": 10_000,
        "created_at": NOW,
        "updated_at": NOW,
    }
    return Account(**{**values, **changes})


@dataclass
class Talk:
    """One conversation; ``say`` sends a message read as *intent*."""

    work: Work
    session: Session
    now: datetime = NOW
    replies: list[Reply] = field(default_factory=list)

    def say(
        self, text: str, intent: str = "nlu_fallback", confidence: float = 0.9
    ) -> Reply:
        rest = (("affirm", 0.05), ("ask_balance", 0.04))
        nlu = NluResult(intent, confidence, ((intent, confidence), *rest))
        reply = take_turn(self.work, self.session, text, nlu, self.now)
        self.now += timedelta(minutes=1)
        self.replies.append(reply)
        return reply

    def open(self, opening: str = "link") -> Reply:
        reply = open_turn(self.work, self.session, self.now, opening)
        self.replies.append(reply)
        return reply

    def rows(self, model: Any) -> list[Any]:
        return list(self.work.orm.query(model).order_by(model.id))

    @property
    def account(self) -> Account | None:
        account_id = self.session.account_id
        return self.work.account(account_id) if account_id else None


@pytest.fixture
def work() -> Iterator[Work]:
    casebook = open_casebook("sqlite://")
    Base.metadata.create_all(casebook.engine)
    with casebook.begin() as opened:
        yield opened
    casebook.close()


@pytest.fixture
def start(work: Work) -> Callable[..., Talk]:
    """Begin a conversation: ``start(channel="sms", overdue_fen=…)``."""

    def begin(channel: str = "web", known: bool = True, **changes: Any) -> Talk:
        account = work.save_account(make_account(**changes), source="test", now=NOW)
        bound = account.id if known else None
        session = work.new_session(channel, account.phone, bound, NOW)
        return Talk(work, session)

    return begin


@pytest.fixture
def settled(start: Callable[..., Talk]) -> Callable[..., Talk]:
    """Begin a conversation whose identity is settled."""

    def begin(channel: str = "web", **changes: Any) -> Talk:
        talk = start(channel, **changes)
        talk.say("0427", "identity_verification_answer")
        return talk

    return begin
