"""What each change leaves behind: its row, and its line in the history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from actions.casebook.store import Casebook

DAY = date(2026, 11, 25)


@pytest.fixture
def work(casebook: Casebook):
    with casebook.begin() as opened:
        yield opened


@pytest.fixture
def session(work, now):
    return work.new_session("web", "16100001234", "a1", now)


def kinds(work) -> list[str]:
    return [event.kind for event in work.events(account="a1")]


# Each entry is one change and the event that must tell of it.
CHANGES = {
    "account.saved": lambda w, s, now: w.save_account(
        w.account("a1"), source="desk", now=now
    ),
    "session.opened": lambda w, s, now: w.new_session("sms", "x", "a1", now),
    "promise.recorded": lambda w, s, now: w.record_promise(
        s, amount_fen=80_000, day=DAY, now=now
    ),
    "plan.submitted": lambda w, s, now: w.record_application(
        s, "plan", now=now, periods=12
    ),
    "dispute.opened": lambda w, s, now: w.open_dispute(s, "amount", now=now),
    "ticket.opened": lambda w, s, now: w.open_ticket(s, "crisis", now=now, packet={}),
    "consent.opt_out": lambda w, s, now: w.record_consent(s, "opt_out", now=now),
    "flag.set": lambda w, s, now: w.set_flag("a1", "crisis", source="desk", now=now),
    "link.created": lambda w, s, now: w.create_link(w.account("a1"), "x", now),
    "contact.planned": lambda w, s, now: w.record_contact(
        w.account("a1"),
        key="k",
        channel="sms",
        address="x",
        template="t",
        status="planned",
        proof={},
        now=now,
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_appends_one_event(work, session, now, kind):
    before = kinds(work).count(kind)

    CHANGES[kind](work, session, now)

    assert kinds(work).count(kind) == before + 1


def test_events_never_hold_what_a_person_said(work, session, now):
    said = "我下个月发工资就还"
    work.record_inbound(session, said, "c1", now)
    work.open_ticket(session, "handoff", now=now, packet={"summary": said})
    work.open_dispute(session, "amount", now=now, note=said)
    work.open_dispute(session, "amount", now=now, note=said)

    assert all(said not in str(event.detail) for event in work.events())


def test_the_same_client_id_twice_is_one_message(work, session, now):
    first, is_new = work.record_inbound(session, "你好", "c1", now)
    again, still_new = work.record_inbound(session, "你好", "c1", now)

    assert (is_new, still_new) == (True, False)
    assert again.id == first.id
    assert len(work.messages(session)) == 1


def test_one_client_id_in_two_conversations_is_two_messages(work, session, now):
    other = work.new_session("web", "16100001234", "a1", now)

    work.record_inbound(session, "你好", "c1", now)
    _, is_new = work.record_inbound(other, "你好", "c1", now)

    assert is_new


def test_messages_without_a_client_id_are_never_taken_for_one(work, session, now):
    work.record_inbound(session, "好", None, now)
    _, is_new = work.record_inbound(session, "好", None, now)

    assert is_new


def test_in_and_out_share_one_sequence(work, session, now):
    work.record_inbound(session, "你好", "c1", now)
    work.record_outbound(session, "您好", now=now)
    work.record_inbound(session, "在吗", "c2", now)

    assert [m.seq for m in work.messages(session)] == [1, 2, 3]
    assert [m.direction for m in work.messages(session, after_seq=1)] == ["out", "in"]


def test_an_answered_message_is_no_longer_pending(work, session, now):
    message, _ = work.record_inbound(session, "你好", "c1", now)

    work.change_message(message, "answered", source="bot:web", now=now)

    assert list(work.pending_inbound()) == []


def test_a_new_promise_takes_the_place_of_the_old_one(work, session, now):
    old = work.record_promise(session, amount_fen=50_000, day=DAY, now=now)
    new = work.record_promise(session, amount_fen=80_000, day=DAY, now=now)

    assert old.status == "rescheduled"
    assert list(work.active_promises("a1")) == [new]


def test_a_new_application_withdraws_only_its_own_kind(work, session, now):
    plan = work.record_application(session, "plan", now=now, periods=6)
    waiver = work.record_application(session, "waiver", now=now)

    work.record_application(session, "plan", now=now, periods=12)

    assert plan.status == "withdrawn"
    assert waiver.status == "submitted"


def test_a_promise_needs_an_account(work, now):
    stranger = work.new_session("web", None, None, now)

    with pytest.raises(ValueError, match="without an account"):
        work.record_promise(stranger, amount_fen=1, day=DAY, now=now)


def test_a_second_ticket_of_a_kind_adds_to_the_open_one(work, session, now):
    first = work.open_ticket(session, "handoff", now=now, packet={"summary": "a"})
    again = work.open_ticket(session, "handoff", now=now, packet={"wish": "b"})

    assert again is first
    assert first.packet == {"summary": "a", "wish": "b"}
    assert "ticket.updated" in kinds(work)


def test_a_ticket_that_is_done_is_not_opened_again(work, session, now):
    first = work.open_ticket(session, "handoff", now=now, packet={})
    first.status = "done"

    again = work.open_ticket(session, "handoff", now=now, packet={})

    assert again.id != first.id


def test_later_details_of_a_dispute_do_not_wipe_earlier_ones(work, session, now):
    dispute = work.open_dispute(session, "already_paid", now=now, claimed_fen=80_000)
    work.open_dispute(session, "already_paid", now=now, claimed_date=DAY)

    assert (dispute.claimed_fen, dispute.claimed_date) == (80_000, DAY)


def test_a_flag_is_set_once_and_stays_on_record_when_lifted(work, now):
    flag = work.set_flag("a1", "crisis", source="bot:web", now=now)
    assert work.set_flag("a1", "crisis", source="bot:web", now=now) is flag

    work.lift_flag(flag, source="desk", now=now)

    assert list(work.flags("a1")) == []
    assert [k for k in kinds(work) if k.startswith("flag")] == [
        "flag.set",
        "flag.lifted",
    ]


def test_flags_for_two_numbers_are_two_flags(work, now):
    work.set_flag("a1", "wrong_number", source="bot:sms", now=now, address="x")
    work.set_flag("a1", "wrong_number", source="bot:sms", now=now, address="y")

    assert len(work.flags("a1")) == 2


def test_a_contact_key_is_used_once(work, now):
    values = {"channel": "sms", "address": "x", "template": "t", "proof": {}}
    account = work.account("a1")

    first, is_new = work.record_contact(
        account, key="k", status="planned", now=now, **values
    )
    again, still_new = work.record_contact(
        account, key="k", status="sent", now=now, **values
    )

    assert (is_new, still_new) == (True, False)
    assert again is first
    assert first.status == "planned"


def test_a_contact_tells_of_each_status(work, now):
    values = {"channel": "sms", "address": "x", "template": "t", "proof": {}}
    contact, _ = work.record_contact(
        work.account("a1"), key="k", status="planned", now=now, **values
    )

    work.update_contact(contact, "sent", now=now, provider_id="p-1")

    told = [k for k in kinds(work) if k.startswith("contact")]
    assert told == ["contact.planned", "contact.sent"]
    assert contact.provider_id == "p-1"


def test_saving_an_account_tells_which_columns_changed(work, now):
    account = work.account("a1")
    account.overdue_fen = 100

    work.save_account(account, source="desk", now=now)

    assert work.events(account="a1")[-1].detail == {"fields": ["overdue_fen"]}


def test_many_accounts_at_once_count_new_changed_and_same(work, account, now):
    row = {
        column.name: getattr(account, column.name)
        for column in account.__table__.columns
        if getattr(account, column.name) is not None
    }
    del row["created_at"], row["updated_at"]

    first = work.save_accounts([row], source="import", now=now)
    rows = [row | {"overdue_fen": 5}, {"id": "a1", "phone": "16100001234"}]
    second = work.save_accounts(rows, source="import", now=now)

    assert (first, second) == ((1, 0, 0), (0, 1, 1))
    assert work.account("a2").overdue_fen == 5
    assert work.account("a2").max_periods == 60


# -- links


def test_a_link_leads_a_device_back_and_another_to_a_conversation_of_its_own(work, now):
    token = work.create_link(work.account("a1"), "16100001234", now)

    first = work.redeem_link(token, now)
    again = work.redeem_link(token, now + timedelta(hours=71), first.id)
    other = work.redeem_link(token, now + timedelta(hours=71))

    assert first is not None
    assert again is first
    assert other is not first
    assert other.verified_at is None
    assert (first.account_id, first.channel) == ("a1", "web")
    assert first.verified_at is None, "a link is only the first of two factors"


def test_a_link_is_over_after_its_hours(work, now):
    token = work.create_link(work.account("a1"), "x", now)

    assert work.redeem_link(token, now + timedelta(hours=72)) is None


def test_a_used_link_is_over_after_its_hours_too(work, now):
    token = work.create_link(work.account("a1"), "x", now)
    work.redeem_link(token, now)

    assert work.redeem_link(token, now + timedelta(hours=72)) is None


def test_a_revoked_link_leads_nowhere(work, now):
    account = work.account("a1")
    used, unused = (work.create_link(account, "x", now) for _ in range(2))
    work.redeem_link(used, now)

    assert work.revoke_links("a1", source="desk", now=now) == 2

    assert work.redeem_link(used, now) is None
    assert work.redeem_link(unused, now) is None
    assert work.revoke_links("a1", source="desk", now=now) == 0


@pytest.mark.parametrize("token", ["", "x", "0" * 22, "../../etc", "好" * 500])
def test_an_unknown_token_leads_nowhere(work, now, token):
    assert work.redeem_link(token, now) is None


def test_the_token_itself_is_nowhere_in_the_casebook(work, now):
    token = work.create_link(work.account("a1"), "x", now)
    connection = work.orm.connection().connection.driver_connection

    assert token not in "\n".join(connection.iterdump())
