"""A plan application from the chat to the decision and back to the debtor."""

from __future__ import annotations

import pytest

from actions.casebook.models import Application, Matter, StopFlag
from tests.channels.conftest import RunningDoor, Visitor
from tests.desk.conftest import Person, RunningDesk


def the_application(door: RunningDoor) -> Application:
    [found] = door.rows(Application)
    return found


def heard(debtor: Visitor) -> str:
    """What the debtor has been told since the last look."""
    before = len(debtor.seen)
    debtor.news(2)
    return " ".join(m["text"] for m in debtor.seen[before:])


def test_an_application_waits_in_the_inbox_with_little_of_the_debtor(
    clerk: Person, applied: Matter
) -> None:
    page = clerk.page("/")

    assert "分期申请" in page
    assert f"/matters/{applied.id}" in page
    assert "林**" in page
    assert "林晓梅" not in page
    assert "16100000001" not in page


def test_the_page_shows_the_six_items_and_whether_it_lies_within(
    clerk: Person, applied: Matter
) -> None:
    page = clerk.page(f"/matters/{applied.id}")

    assert "（六）其他事项" in page
    assert "6 期，每期 543.33元" in page
    assert "在范围内" in page
    assert "最多 60 期" in page


def test_an_approval_within_the_limits_is_told_in_the_chat(
    clerk: Person, applied: Matter, debtor: Visitor, door: RunningDoor
) -> None:
    answer = clerk.do(applied, "rule", verdict="approved")

    assert answer.status_code == 303, answer.text
    assert the_application(door).status == "approved"
    told = heard(debtor)
    assert "6期" in told
    assert "书面协议" in told
    assert {f.kind for f in door.rows(StopFlag)} == {"plan"}


def test_a_refusal_names_its_reason_and_the_way_to_a_person(
    clerk: Person, applied: Matter, debtor: Visitor, door: RunningDoor
) -> None:
    without = clerk.do(applied, "rule", verdict="refused")
    answer = clerk.do(applied, "rule", verdict="refused", reason="papers_missing")

    assert without.status_code == 422
    assert "请选择要告知客户的理由" in without.text
    assert answer.status_code == 303
    assert the_application(door).status == "refused"
    told = heard(debtor)
    assert "需要的材料还没有补齐" in told
    assert "人工" in told


def test_a_counter_offer_is_accepted_in_the_chat(
    clerk: Person, applied: Matter, debtor: Visitor, door: RunningDoor
) -> None:
    clerk.do(applied, "rule", verdict="countered", periods="4", reason="beyond_limits")
    offered = heard(debtor)

    told = debtor.say("接受这个方案")

    assert "4期，每期815元" in offered
    assert "登记" in told[-1]
    row = the_application(door)
    assert (row.status, row.periods, row.monthly_fen) == ("approved", 4, 81_500)


@pytest.mark.parametrize("words", ["不接受这个方案", "不行"])
def test_a_counter_offer_is_turned_down(
    clerk: Person,
    applied: Matter,
    debtor: Visitor,
    door: RunningDoor,
    desk: RunningDesk,
    words: str,
) -> None:
    clerk.do(applied, "rule", verdict="countered", periods="4", reason="beyond_limits")
    heard(debtor)

    debtor.say(words)

    assert the_application(door).status == "declined"
    assert desk.matter(applied.id).status == "done"


def test_a_counter_offer_answered_by_another_wish_is_a_new_application(
    clerk: Person,
    applied: Matter,
    debtor: Visitor,
    door: RunningDoor,
    desk: RunningDesk,
) -> None:
    clerk.do(applied, "rule", verdict="countered", periods="4", reason="beyond_limits")
    heard(debtor)
    door.rasa.intents["分5期行不行"] = "request_installment"

    debtor.say("分5期行不行")
    debtor.say("对")

    old, new = door.rows(Application)
    assert (old.status, new.status, new.periods) == ("withdrawn", "submitted", 5)
    assert desk.matter(applied.id).status == "done"


def test_the_state_of_an_application_is_told_when_asked(
    clerk: Person, applied: Matter, debtor: Visitor
) -> None:
    waiting = debtor.say("我的申请怎么样了")
    clerk.do(applied, "rule", verdict="countered", periods="4", reason="beyond_limits")
    heard(debtor)
    debtor.say("谢谢", "thanks_bye")

    offered = debtor.say("我的申请怎么样了")
    debtor.say("接受")
    decided = debtor.say("我的申请怎么样了")

    assert "人工审核" in waiting[0] or "审核" in waiting[0]
    assert "4期" in offered[-1]
    assert "4期" in decided[0]


def test_what_passes_the_lenders_limits_needs_a_second_person(
    clerk: Person,
    colleague: Person,
    supervisor: Person,
    applied: Matter,
    debtor: Visitor,
    door: RunningDoor,
    desk: RunningDesk,
) -> None:
    values = {"verdict": "countered", "monthly": "80", "reason": "income_unclear"}
    proposed = clerk.do(applied, "rule", **values)
    assert proposed.status_code == 303, proposed.text
    assert desk.matter(applied.id).second
    assert heard(debtor) == ""

    by_proposer = clerk.do(applied, "confirm")
    by_colleague = colleague.do(applied, "confirm")
    by_supervisor = supervisor.do(applied, "confirm")

    assert "由主管复核" in by_proposer.text
    assert by_colleague.status_code == 403
    assert by_supervisor.status_code == 303
    assert "41期，每期80元" in heard(debtor)


def test_nobody_confirms_a_proposal_of_their_own(
    supervisor: Person, applied: Matter, desk: RunningDesk
) -> None:
    supervisor.do(
        applied, "rule", verdict="countered", monthly="80", reason="income_unclear"
    )

    answer = supervisor.do(applied, "confirm")

    assert answer.status_code == 403
    assert "复核人不能是提出决定的人" in answer.text
    assert desk.matter(applied.id).status == "open"


def test_a_proposal_sent_back_can_be_decided_anew(
    clerk: Person, supervisor: Person, applied: Matter, desk: RunningDesk
) -> None:
    clerk.do(
        applied, "rule", verdict="countered", monthly="80", reason="income_unclear"
    )

    supervisor.do(applied, "send_back", note="请按上限内重新计算")
    answer = clerk.do(applied, "rule", verdict="approved")

    assert answer.status_code == 303
    assert "请按上限内重新计算" in clerk.page(f"/matters/{applied.id}")
    assert desk.matter(applied.id).status == "done"


def test_the_limit_of_the_law_is_passed_by_nobody(
    clerk: Person, applied: Matter, desk: RunningDesk
) -> None:
    answer = clerk.do(
        applied, "rule", verdict="countered", periods="72", reason="beyond_limits"
    )

    assert answer.status_code == 422
    assert "法规上限" in answer.text
    assert not desk.matter(applied.id).second


def test_two_people_never_overwrite_each_other(
    clerk: Person, supervisor: Person, applied: Matter, door: RunningDoor
) -> None:
    version = applied.version
    clerk.do(applied, "rule", version=version, verdict="approved")

    answer = supervisor.do(
        applied, "rule", version=version, verdict="refused", reason="papers_missing"
    )

    assert answer.status_code == 409
    assert "demo-101" in answer.text
    assert "审核通过" in answer.text
    assert the_application(door).status == "approved"


def test_a_matter_of_somebody_else_is_looked_at_and_not_decided(
    clerk: Person, colleague: Person, applied: Matter, door: RunningDoor
) -> None:
    clerk.do(applied, "take")

    page = colleague.page(f"/matters/{applied.id}")
    answer = colleague.do(applied, "rule", verdict="approved")

    assert "作出决定" not in page
    assert answer.status_code == 409
    assert the_application(door).status == "submitted"


def test_an_application_the_debtor_took_back_is_decided_by_nobody(
    clerk: Person, applied: Matter, debtor: Visitor, desk: RunningDesk
) -> None:
    version = applied.version
    debtor.say("撤回我的分期申请")
    debtor.say("对")

    answer = clerk.do(applied, "rule", version=version, verdict="approved")

    assert answer.status_code == 409
    assert "客户" in answer.text
    assert desk.matter(applied.id).status == "done"


def test_a_plan_on_a_debt_that_changed_is_not_approved_as_it_was(
    clerk: Person, applied: Matter, desk: RunningDesk, door: RunningDoor
) -> None:
    def paid(work: object) -> None:
        work.account("a-1").overdue_fen = 200_000  # type: ignore[attr-defined]

    desk.change(paid)

    answer = clerk.do(applied, "rule", verdict="approved")

    assert answer.status_code == 422
    assert the_application(door).status == "submitted"


def test_months_and_the_monthly_sum_compute_each_other_to_the_fen(
    clerk: Person, applied: Matter
) -> None:
    by_months = clerk.get(f"/matters/{applied.id}/quote", periods="7").json()
    by_sum = clerk.get(f"/matters/{applied.id}/quote", monthly="465.71").json()

    assert by_months["terms"]["monthly"] == "465.71"
    assert by_months["terms"]["last_shown"] == "465.74元"
    assert by_months["terms"]["total_shown"] == "3,260元"
    assert by_sum["terms"]["periods"] == 7


@pytest.mark.parametrize(
    "typed", [{"monthly": "很多"}, {"monthly": "1.234"}, {"periods": "-3"}, {}]
)
def test_what_cannot_be_read_is_said_and_changes_nothing(
    clerk: Person, applied: Matter, desk: RunningDesk, typed: dict[str, str]
) -> None:
    answer = clerk.do(
        applied, "rule", verdict="countered", reason="beyond_limits", **typed
    )

    assert answer.status_code == 422
    assert desk.matter(applied.id).ruling == {}


def test_a_signed_plan_is_performed(
    clerk: Person, applied: Matter, door: RunningDoor, desk: RunningDesk
) -> None:
    clerk.do(applied, "rule", verdict="approved")

    clerk.do(applied, "signed")

    assert the_application(door).status == "performing"
    assert desk.change(lambda work: work.account("a-1").plan_status) == "performing"
