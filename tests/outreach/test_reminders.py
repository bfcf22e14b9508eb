from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from actions.policy.history import read_history
from actions.templates import template
from bot.outreach.demo import demo_accounts, load_demo
from bot.outreach.reminders import plan, run
from bot.outreach.segments import TEMPLATES
from bot.outreach.sms import ConsoleSender, SmsError, segments
from bot.outreach.texts import reminder_text

BASE = "https://hx.example"


class Box:
    """A provider that keeps what it was given, and fails when told to."""

    def __init__(self, error: SmsError | None = None) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.error = error

    def send(self, address: str, text: str, key: str) -> str:
        if self.error is not None:
            raise self.error
        self.sent.append((address, text, key))
        return f"p-{len(self.sent)}"


def open_gate(text: str, account: object) -> tuple[bool, str]:
    return True, ""


@pytest.fixture
def accounts(casebook, now):
    return load_demo(casebook, now)


@pytest.fixture
def box() -> Box:
    return Box()


def send(casebook, box, now, gate=open_gate, **options):
    return run(casebook, box, gate, now, link_base=BASE, **options)


def contacts(casebook, account_id="demo-1"):
    with casebook.begin() as work:
        return list(work.contacts(account_id))


def test_each_account_gets_one_reminder_with_a_proof(casebook, accounts, box, now):
    report = send(casebook, box, now)

    assert (report.sent, len(box.sent)) == (8, 8)
    [contact] = contacts(casebook)
    assert (contact.status, contact.provider_id) == ("sent", "p-1")
    assert contact.proof["allowed"] is True
    assert contact.proof["gate"] == {"allowed": True, "why": ""}
    assert contact.proof["sources"]["C01"] == "GBT45251; CBA2026"


def test_running_again_sends_nothing(casebook, accounts, box, now):
    send(casebook, box, now)

    again = send(casebook, box, now + timedelta(minutes=1))

    assert (again.sent, again.skipped, len(box.sent)) == (0, 8, 8)


def test_two_workers_at_once_send_one_reminder_each(casebook, accounts, box, now):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: send(casebook, box, now), range(4)))

    assert len(box.sent) == 8
    assert len({key for _, _, key in box.sent}) == 8


def test_the_reminder_names_no_person_and_no_debt(casebook, accounts, box, now):
    send(casebook, box, now)

    by_phone = {account.phone: account for account in accounts}
    for address, text, _ in box.sent:
        account = by_phone[address]
        rest = re.sub(rf"{BASE}/c/\S+", "", text)
        assert account.lender in rest
        assert "机器人" in rest
        assert "TD" in rest
        assert not re.search(r"\d", rest), "no amount, no days"
        for word in (account.name, account.product, "逾期", "欠", "还款", "催"):
            assert word not in rest


def test_an_agency_names_itself_and_its_client(now):
    account = demo_accounts(now)[2]

    text = reminder_text("outreach_first", account, "L", "k")

    assert "安桥信息服务公司（受云杉银行委托）" in text
    assert text.startswith("【云杉银行】")


@pytest.mark.parametrize("template_id", TEMPLATES)
def test_the_words_fit_a_message_beside_what_is_filled_in(template_id):
    for variant in template(template_id).sms:
        assert len(re.sub(r"\{\w+\}", "", variant)) <= 70
        assert set(re.findall(r"\{(\w+)\}", variant)) == {"sender", "link"}


def test_a_reminder_takes_two_parts_at_most(casebook, accounts, box, now):
    send(casebook, box, now)

    assert max(segments(text) for _, text, _ in box.sent) <= 2


def test_the_link_leads_to_the_account_and_is_not_stored(casebook, accounts, box, now):
    send(casebook, box, now, accounts=["demo-1"])
    token = re.search(r"/c/(\S+)", box.sent[0][1])[1]

    with casebook.begin() as work:
        connection = work.orm.connection().connection.driver_connection
        assert token not in "\n".join(connection.iterdump())
        assert work.redeem_link(token, now).account_id == "demo-1"


def test_the_reminder_stands_in_the_sms_conversation(casebook, accounts, box, now):
    send(casebook, box, now, accounts=["demo-1"])

    [contact] = contacts(casebook)
    with casebook.begin() as work:
        session = work.latest_session("sms", accounts[0].phone)
        [message] = work.messages(session)
    assert contact.session_id == session.id
    assert (message.direction, message.template) == ("out", "outreach_first")
    assert message.status == "sent"


@pytest.mark.parametrize("hour", [0, 7, 22, 23])
def test_at_night_nothing_goes_out_and_the_proof_says_why(
    casebook, accounts, box, now, hour
):
    report = send(casebook, box, now.replace(hour=hour))

    assert (report.refused, box.sent) == (8, [])
    [contact] = contacts(casebook)
    assert (contact.status, contact.proof["rule"]) == ("refused", "C01")


def test_what_the_night_refused_goes_out_in_the_morning(casebook, accounts, box, now):
    send(casebook, box, now.replace(hour=7))
    send(casebook, box, now.replace(hour=7, minute=30))

    report = send(casebook, box, now)

    assert report.sent == 8
    with casebook.begin() as work:
        told = [e.kind for e in work.events(account="demo-1") if "contact" in e.kind]
    # The second refusal for the same reason is no news.
    assert told == ["contact.refused", "contact.planned", "contact.sent"]


def test_every_attempt_is_a_row_and_what_was_refused_stays(
    casebook, accounts, box, now
):
    send(casebook, box, now.replace(hour=7), accounts=["demo-1"])
    send(casebook, box, now, accounts=["demo-1"])

    refused, sent = contacts(casebook)
    assert (refused.status, refused.proof["rule"]) == ("refused", "C01")
    assert refused.proof["allowed"] is False
    assert refused.at.astimezone(now.tzinfo).hour == 7
    assert (sent.status, sent.proof["allowed"]) == ("sent", True)


def test_tries_at_one_message_count_as_one_contact(casebook, accounts, now):
    send(casebook, Box(SmsError("throttled")), now, accounts=["demo-1"])
    send(casebook, Box(), now, accounts=["demo-1"])

    with casebook.begin() as work:
        history = read_history(work, work.account("demo-1"), now)

    assert len(history.attempts) == 1


def test_a_text_the_gate_stops_is_not_sent(casebook, accounts, box, now):
    seen: list[str] = []

    def closed(text: str, account: object) -> tuple[bool, str]:
        seen.append(text)
        return False, "T5.1"

    report = send(casebook, box, now, closed, accounts=["demo-1"])

    assert (report.refused, box.sent) == (1, [])
    [contact] = contacts(casebook)
    assert (contact.proof["rule"], contact.proof["allowed"]) == ("gate", False)
    assert contact.proof["gate"]["why"] == "T5.1"
    assert "0" * 22 in seen[0], "the gate never judges a token's random letters"


def test_a_provider_that_is_away_is_tried_again_with_the_same_key(
    casebook, accounts, now
):
    away, back = Box(SmsError("throttled")), Box()

    report = send(casebook, away, now, accounts=["demo-1"])
    assert (report.failed, report.rows[0].why) == (1, "throttled")
    failed = contacts(casebook)[0]
    send(casebook, back, now, accounts=["demo-1"])

    assert failed.status == "failed"
    [(_, _, key)] = back.sent
    assert key == failed.key
    assert [c.status for c in contacts(casebook)] == ["failed", "sent"]


def test_what_a_provider_refuses_for_good_is_not_tried_again(casebook, accounts, now):
    refused = Box(SmsError("blacklisted", retry=False))
    send(casebook, refused, now, accounts=["demo-1"])
    refused.error = None

    report = send(casebook, refused, now, accounts=["demo-1"])

    assert (report.rows[0].why, refused.sent) == ("failed_for_good", [])


class PowerCut(BaseException):
    """The process dies."""


class Dying(Box):
    def send(self, address: str, text: str, key: str) -> str:
        super().send(address, text, key)
        raise PowerCut


def test_after_a_crash_the_contact_is_finished_not_lost(casebook, accounts, now):
    dying, box = Dying(), Box()
    with pytest.raises(PowerCut):
        send(casebook, dying, now, accounts=["demo-1"])

    at_once = send(casebook, box, now + timedelta(minutes=9), accounts=["demo-1"])
    later = send(casebook, box, now + timedelta(minutes=11), accounts=["demo-1"])

    assert at_once.rows[0].why == "in_flight"
    assert later.sent == 1
    # The provider sees the same key and can tell that it is the same message.
    assert box.sent[0][2] == dying.sent[0][2]
    first, second = contacts(casebook, "demo-1")
    assert (first.status, first.proof["error"]) == ("failed", "interrupted")
    assert second.status == "sent"


def test_two_accounts_on_one_number_get_one_reminder_a_day(
    casebook, accounts, box, now
):
    with casebook.begin() as work:
        work.account("demo-2").phone = accounts[0].phone

    assert plan(casebook, now)[1].why == "same_number"
    report = send(casebook, box, now, accounts=["demo-1", "demo-2"])

    assert (report.sent, report.refused) == (1, 1)
    assert contacts(casebook, "demo-2")[0].proof["reasons"] == ["sms_a_day"]


def test_a_plan_says_who_when_and_why_and_changes_nothing(casebook, accounts, now):
    with casebook.begin() as work:
        work.set_flag("demo-2", "dispute", source="desk", now=now)
        before = len(work.events())

    first, second, *_ = plan(casebook, now)

    assert (first.template, first.at, first.why) == ("outreach_first", now, "")
    assert (second.allowed, second.at, second.why) == (False, None, "flag_dispute")
    assert first.segments in {1, 2}
    with casebook.begin() as work:
        assert len(work.events()) == before
        assert work.contacts("demo-1") == []


def test_a_plan_made_at_night_is_for_the_next_morning(casebook, accounts, now):
    first = plan(casebook, now.replace(hour=23), accounts=["demo-1"])[0]

    assert not first.allowed
    assert first.at == (now + timedelta(days=1)).replace(hour=9)


def test_a_run_does_what_the_plan_said(casebook, accounts, box, now):
    with casebook.begin() as work:
        work.set_flag("demo-3", "complaint", source="desk", now=now)
        session = work.new_session("sms", accounts[3].phone, "demo-4", now)
        work.record_consent(session, "opt_out", now=now)
    planned = {p.account_id for p in plan(casebook, now) if p.allowed}

    report = send(casebook, box, now)

    assert {row.account_id for row in report.rows if row.status == "sent"} == planned
    assert len(planned) == 6


def standing(work, now, accounts, case):
    session = work.new_session("web", accounts[0].phone, "demo-1", now)
    if case == "promise_stands":
        work.record_promise(session, amount_fen=1, day=date(2026, 11, 21), now=now)
    elif case == "application_open":
        work.record_application(session, "plan", now=now)
    elif case == "in_conversation":
        work.record_inbound(session, "在", None, now - timedelta(days=2))
    elif case == "nothing_owed":
        work.account("demo-1").overdue_fen = 0
    elif case == "not_overdue":
        work.account("demo-1").due_date = now.date()
    elif case == "work_for_people":
        work.account("demo-1").due_date = now.date() - timedelta(days=91)


@pytest.mark.parametrize(
    "case",
    [
        "promise_stands",
        "application_open",
        "in_conversation",
        "nothing_owed",
        "not_overdue",
        "work_for_people",
    ],
)
def test_who_is_not_due_a_reminder_is_left_alone(casebook, accounts, box, now, case):
    with casebook.begin() as work:
        standing(work, now, accounts, case)

    report = send(casebook, box, now, accounts=["demo-1"])

    assert (report.rows[0].status, report.rows[0].why) == ("skipped", case)
    assert plan(casebook, now, accounts=["demo-1"])[0].why == case


def test_a_promise_of_yesterday_no_longer_keeps_reminders_away(
    casebook, accounts, box, now
):
    with casebook.begin() as work:
        session = work.new_session("web", accounts[0].phone, "demo-1", now)
        work.record_promise(session, amount_fen=1, day=date(2026, 11, 20), now=now)

    assert send(casebook, box, now, accounts=["demo-1"]).sent == 1


def test_after_two_reminders_people_take_over(casebook, accounts, box, now):
    whys = []
    for day in range(9):
        at = now + timedelta(days=day)
        whys.append(send(casebook, box, at, accounts=["demo-1"]).rows[0].why)

    assert [c.template for c in contacts(casebook)] == [
        "outreach_first",
        "outreach_second",
    ]
    assert whys[0] == whys[3] == ""
    assert whys[1] == "reminded_lately"
    assert whys[-1] == "reminded_enough"


# -- demo accounts and the console


def test_the_same_seed_makes_the_same_people(now):
    def shown(seed: int) -> list[tuple[str, str]]:
        return [(a.name, a.phone) for a in demo_accounts(now, seed)]

    assert shown(7) == shown(7) != shown(8)


def test_demo_accounts_are_whole_and_of_different_kinds(now):
    accounts = demo_accounts(now)

    assert len(accounts) == 8
    assert len({account.lender_type for account in accounts}) == 4
    for account in accounts:
        parts = (account.principal_fen, account.interest_fen, account.fees_fen)
        assert sum(parts) == account.overdue_fen
        assert re.fullmatch(r"161\d{8}", account.phone)
        assert re.fullmatch(r"\d{3}[\dX]", account.id_last4)


def test_loading_the_demo_twice_keeps_what_has_happened(casebook, accounts, now):
    with casebook.begin() as work:
        work.account("demo-1").overdue_fen = 5

    assert load_demo(casebook, now)[0].overdue_fen == 5


def test_the_console_hides_half_the_number():
    stream = io.StringIO()

    first = ConsoleSender(stream).send("16100001234", "你好", "k")

    assert stream.getvalue() == "[SMS → 161****1234] 你好\n"
    assert first == ConsoleSender(io.StringIO()).send("16100001234", "你好", "k")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("{" * 80, 1),
        ("{" * 81, 2),
        ("好" * 70, 1),
        ("好" * 71, 2),
        ("好" * 134, 2),
        ("好" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_are_counted_as_the_network_does(text, parts):
    assert segments(text) == parts
