"""Disputes, complaints, extensions, waivers, part payments and danger: their decisions."""

from __future__ import annotations

import pytest

from actions.casebook.models import (
    Application,
    Contact,
    Dispute,
    Matter,
    Message,
    Notice,
    StopFlag,
    Ticket,
)
from tests.channels.conftest import RunningDoor, Visitor
from tests.desk.conftest import Person, RunningDesk
from tests.desk.test_plans import heard


def the_matter(desk: RunningDesk, kind: str) -> Matter:
    [found] = desk.matters(kind=kind)
    return found


def standing(door: RunningDoor) -> set[str]:
    return {f.kind for f in door.rows(StopFlag) if f.lifted_at is None}


def test_a_dispute_is_one_matter_with_the_packet_of_its_ticket(
    desk: RunningDesk, debtor: Visitor, clerk: Person
) -> None:
    debtor.say("这笔不是我借的")
    debtor.say("我从来没有在你们这里办过卡")

    [matter] = desk.matters()
    page = clerk.page(f"/matters/{matter.id}")

    assert (matter.kind, matter.rank) == ("not_mine", 1)
    assert "我从来没有在你们这里办过卡" in page
    assert "请核查" in page


def test_a_dispute_that_does_not_hold_is_told_with_its_reason_and_reminders_resume(
    desk: RunningDesk, debtor: Visitor, clerk: Person, door: RunningDoor
) -> None:
    debtor.say("我已经还过了")
    debtor.say("跳过")
    matter = the_matter(desk, "already_paid")

    bare = clerk.do(matter, "rule", verdict="rejected")
    clerk.do(matter, "rule", verdict="rejected", reason="no_payment", resume="1")

    assert bare.status_code == 422
    assert door.rows(Dispute)[0].status == "rejected"
    assert standing(door) == set()
    assert "没有查到这笔入账" in heard(debtor)


def test_a_dispute_upheld_keeps_reminders_stopped(
    desk: RunningDesk, debtor: Visitor, clerk: Person, door: RunningDoor
) -> None:
    debtor.say("我已经还过了")
    debtor.say("跳过")

    clerk.do(the_matter(desk, "already_paid"), "rule", verdict="upheld")

    assert standing(door) == {"dispute"}
    assert "属实" in heard(debtor)


def test_what_the_debtor_adds_makes_an_earlier_look_outdated(
    desk: RunningDesk, debtor: Visitor, clerk: Person
) -> None:
    debtor.say("我要投诉")
    seen = the_matter(desk, "complaint")
    debtor.say("有个催收员威胁我要打我")

    answer = clerk.do(
        seen, "rule", version=seen.version, verdict="rejected", note="未发现"
    )

    assert answer.status_code == 409
    assert "客户" in answer.text
    assert the_matter(desk, "complaint").rank == 1


def test_a_complaint_is_closed_with_a_note_and_told(
    desk: RunningDesk, debtor: Visitor, clerk: Person, door: RunningDoor
) -> None:
    debtor.say("我要投诉")
    debtor.say("没有了", "deny")
    matter = the_matter(desk, "complaint")

    bare = clerk.do(matter, "rule", verdict="partly")
    clerk.do(matter, "rule", verdict="partly", note="录音核实，用语不当", resume="1")

    assert bare.status_code == 422
    assert door.rows(Ticket, kind="complaint")[0].status == "done"
    assert standing(door) == set()
    told = heard(debtor)
    assert "12378" in told
    assert "录音核实" not in told


def test_an_extension_beyond_the_limits_needs_a_second_person(
    desk: RunningDesk,
    debtor: Visitor,
    clerk: Person,
    supervisor: Person,
    door: RunningDoor,
) -> None:
    debtor.say("我想申请延期")
    debtor.say("7月5号")
    debtor.say("对")
    matter = the_matter(desk, "extension")

    clerk.do(matter, "rule", verdict="approved", day="2025-12-01")
    waiting = the_matter(desk, "extension").second
    supervisor.do(matter, "confirm")

    assert waiting
    assert door.rows(Application)[0].until.isoformat() == "2025-12-01"
    assert "12月1日" in heard(debtor)


def test_an_extension_into_the_past_is_no_extension(
    desk: RunningDesk, debtor: Visitor, clerk: Person
) -> None:
    debtor.say("我想申请延期")
    debtor.say("7月5号")
    debtor.say("对")

    answer = clerk.do(
        the_matter(desk, "extension"), "rule", verdict="approved", day="2025-06-01"
    )

    assert answer.status_code == 422


def test_a_waiver_is_always_the_decision_of_two(
    desk: RunningDesk, debtor: Visitor, clerk: Person, supervisor: Person
) -> None:
    debtor.say("我想申请减免")
    debtor.say("对，提交申请")
    matter = the_matter(desk, "waiver")

    clerk.do(matter, "rule", verdict="approved", amount="60.50")
    before = heard(debtor)
    supervisor.do(matter, "confirm")

    assert before == ""
    assert "60.50元" in heard(debtor)


def test_a_promise_below_the_minimum_is_looked_at_by_a_person(
    desk: RunningDesk, debtor: Visitor, clerk: Person
) -> None:
    debtor.say("25号先还一百", "partial_payment")
    debtor.say("对")

    clerk.do(the_matter(desk, "partial"), "rule", verdict="accepted")

    assert "100元" in heard(debtor)


def test_a_promise_of_the_minimum_is_nobodys_matter(
    desk: RunningDesk, debtor: Visitor
) -> None:
    debtor.say("25号先还八百", "partial_payment")
    debtor.say("对")

    assert desk.matters() == []


def test_danger_to_a_life_stands_first_and_only_a_supervisor_lifts_its_protection(
    desk: RunningDesk,
    applied: Matter,
    debtor: Visitor,
    clerk: Person,
    supervisor: Person,
    door: RunningDoor,
) -> None:
    debtor.say("我不想活了", "self_harm_crisis")
    matter = the_matter(desk, "crisis")

    page = clerk.page("/")
    values = {"verdict": "handled", "note": "已电话联系，家人在旁", "resume": "1"}
    by_clerk = clerk.do(matter, "rule", **values)
    protected = standing(door)
    clerk.do(matter, "release")
    by_supervisor = supervisor.do(matter, "rule", **values)

    assert page.index("危机预警</strong>") < page.index("分期申请</strong>")
    assert by_clerk.status_code == 403
    assert "crisis" in protected
    assert by_supervisor.status_code == 303
    assert "crisis" not in standing(door)


@pytest.mark.parametrize(
    ("hour", "status"), [pytest.param(11, "sent"), pytest.param(23, "waiting")]
)
def test_who_has_left_the_page_gets_a_neutral_sms_at_a_lawful_hour(
    clerk: Person,
    applied: Matter,
    door: RunningDoor,
    hour: int,
    status: str,
) -> None:
    clerk.comes(hour)

    clerk.do(applied, "rule", verdict="approved")

    notices = {n.channel: n for n in door.rows(Notice)}
    assert notices["sms"].status == status
    if status == "waiting":
        assert "quiet_hours" in notices["sms"].reasons
        return
    door.eventually(lambda: door.sms.texts)
    [(number, text)] = door.sms.texts
    assert number == "16100000001"
    assert not any(word in text for word in ("分期", "元", "林", "逾期"))
    assert door.rows(Contact)[0].proof["allowed"]


def quiet(door: RunningDoor) -> bool:
    """Whether everything that came in is answered and has gone out."""
    unanswered = door.rows(Message, direction="in", status="received")
    return not (unanswered or door.rows(Message, direction="out", status="queued"))


def texted(door: RunningDoor, text: str, message_id: str) -> list[str]:
    """What comes back by SMS."""
    before = len(door.sms.texts)
    door.text("16100000001", text, message_id)
    door.eventually(lambda: quiet(door))
    return [told for _, told in door.sms.texts[before:]]


def test_by_sms_only_the_news_is_told_and_the_rest_behind_identity(
    desk: RunningDesk, clerk: Person, door: RunningDoor
) -> None:
    for place, text in enumerate(["0427", "想分6期还", "对", "跳过"]):
        texted(door, text, f"s{place}")
    before = len(door.sms.texts)

    clerk.do(the_matter(desk, "plan"), "rule", verdict="approved")

    door.eventually(lambda: quiet(door))
    [(_, told)] = door.sms.texts[before:]
    assert "进度" in told
    assert "期" not in told
    assert len(told) <= 70
    assert any("6期" in answer for answer in texted(door, "进度", "s9"))


def test_an_sms_nobody_wants_is_not_sent_and_the_page_says_so(
    desk: RunningDesk, clerk: Person, applied: Matter, door: RunningDoor
) -> None:
    texted(door, "不要再给我发短信了", "s1")
    before = len(door.sms.texts)
    clerk.comes(11)

    clerk.do(applied, "rule", verdict="approved")

    [sms] = [n for n in door.rows(Notice) if n.channel == "sms"]
    assert sms.status == "refused"
    assert "客户要求不再收到短信" in clerk.page(f"/matters/{applied.id}")
    assert len(door.sms.texts) == before
