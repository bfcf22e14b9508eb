"""What the casebook tells the policy about a person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from actions.casebook.models import Account, Base
from actions.casebook.store import open_casebook
from actions.policy.history import read_histories, read_history

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@pytest.fixture
def work():
    casebook = open_casebook("sqlite://")
    Base.metadata.create_all(casebook.engine)
    with casebook.begin() as opened:
        for account_id, phone in (("a", "1"), ("b", "1"), ("c", "2")):
            opened.save_account(generated(account_id, phone), source="import", now=NOW)
        yield opened
    casebook.close()


def generated(account_id: str, phone: str) -> Account:
    return Account(
        id=account_id,
        lender="恒信银行",
        product="信用卡",
        name="林思齐",
        phone=phone,
        id_last4="0427",
        account_tail="7715",
        overdue_fen=1,
        due_date=NOW.date(),
        as_of=NOW.date(),
        created_at=NOW,
        updated_at=NOW,
    )


def note(work, account_id: str, status: str, at: datetime = NOW) -> int:
    contact, _ = work.record_contact(
        work.account(account_id),
        key=f"{account_id}{status}{at}",
        channel="sms",
        address=work.account(account_id).phone,
        template="t",
        status=status,
        proof={},
        now=at,
    )
    return contact.id


def test_accounts_of_one_number_share_their_attempts(work):
    note(work, "a", "sent")

    found = read_histories(work, work.accounts(), NOW)

    assert [len(found[i].attempts) for i in "abc"] == [1, 1, 0]


@pytest.mark.parametrize(
    ("status", "counted"),
    [("planned", 1), ("sent", 1), ("delivered", 1), ("failed", 1), ("refused", 0)],
)
def test_only_a_refused_contact_is_no_attempt(work, status, counted):
    note(work, "a", status)

    assert len(read_history(work, work.account("a"), NOW).attempts) == counted


def test_the_contact_that_is_being_judged_does_not_count_against_itself(work):
    own = note(work, "a", "planned")

    assert read_history(work, work.account("a"), NOW, besides=[own]).attempts == ()


def test_attempts_of_another_season_are_left_out(work):
    note(work, "a", "sent", NOW - timedelta(days=40))

    assert read_history(work, work.account("a"), NOW).attempts == ()


def test_wishes_and_flags_follow_the_number_and_say_whose_they_are(work):
    session = work.new_session("sms", "1", "a", NOW)
    work.record_consent(session, "opt_out", now=NOW)
    work.set_flag("a", "crisis", source="bot:sms", now=NOW)

    found = read_histories(work, work.accounts(), NOW)

    assert [len(found[i].wishes) for i in "abc"] == [1, 1, 0]
    assert [[s.own for s in found[i].stops] for i in "abc"] == [[True], [False], []]


def test_an_opt_out_by_a_number_without_account_is_known_once_it_has_one(work):
    stranger = work.new_session("sms", "2", None, NOW)
    work.record_consent(stranger, "opt_out", now=NOW)

    [wish] = read_history(work, work.account("c"), NOW).wishes
    assert wish.kind == "opt_out"


def test_a_lifted_flag_is_gone(work):
    flag = work.set_flag("a", "dispute", source="bot:web", now=NOW)
    work.lift_flag(flag, source="desk", now=NOW)

    assert read_history(work, work.account("a"), NOW).stops == ()
