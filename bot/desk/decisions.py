"""What staff do with a matter; each a step of one transaction.

Every step names the version its page showed: where somebody was faster, nothing is
changed and the person is told who did what.  What passes the lender's limits waits for a
second person, a supervisor who did not propose it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from actions.casebook.matters import Outdated
from actions.casebook.models import (
    Application,
    Dispute,
    Matter,
    Promise,
    Ticket,
)
from actions.casebook.work import Work
from actions.policy.desk import DISPUTES, ZONE
from actions.rulings import REASONS
from bot.channels.problems import Refused
from bot.desk.ruling import Ruling, Seen, application_of, terms_of
from bot.desk.words import STEPS

NOTE_CHARS = 500
#: Verdicts that must name a reviewed reason.
REASONED = frozenset({"refused", "countered"})
#: The stop flag a matter of a kind has set.
FLAGS = {
    **dict.fromkeys(DISPUTES, "dispute"),
    "complaint": "complaint",
    "crisis": "crisis",
    "hardship": "hardship",
    "fraud": "fraud",
}


def the_matter(work: Work, seen: Seen) -> Matter:
    """The matter, as the page showed it.

    Raises:
        Refused: If there is none, or somebody changed it since.
    """
    try:
        matter = work.matter_seen(seen.matter_id, seen.version)
    except Outdated as outdated:
        raise _outdated(outdated) from outdated
    if matter is None:
        raise Refused(404, "not_found", "没有这个事项。")
    return matter


def _outdated(outdated: Outdated) -> Refused:
    last = outdated.last
    told = "有人"
    if last is not None:
        at = last.at.astimezone(ZONE).strftime("%H:%M")
        told = (
            f"{'客户' if last.by == 'debtor' else last.by} 在 {at} {STEPS[last.kind]}"
        )
    return Refused(
        409,
        "changed",
        f"这个事项已经有变化：{told}。您的操作没有保存，请看过最新情况再决定。",
    )


def take(work: Work, seen: Seen) -> Matter:
    """Take a matter on; a supervisor may take it from somebody else.

    Raises:
        Refused: If it is closed, or somebody else has it.
    """
    matter = the_matter(work, seen)
    if matter.status == "done":
        raise Refused(409, "closed", "这个事项已经办结。")
    if matter.taken_by == seen.by.id:
        return matter
    if matter.taken_by is not None and not seen.by.supervises:
        raise Refused(409, "taken", f"{matter.taken_by} 正在办理这个事项。")
    kind = "taken" if matter.taken_by is None else "reassigned"
    before = {} if matter.taken_by is None else {"from": matter.taken_by}
    matter.taken_by, matter.taken_at = seen.by.id, seen.now
    work.step(matter, kind, seen.by.id, now=seen.now, detail=before)
    return matter


def release(work: Work, seen: Seen) -> Matter:
    """Put a matter back for anybody.

    Raises:
        Refused: If somebody else has it.
    """
    matter = _mine(work, seen)
    matter.taken_by, matter.taken_at = None, None
    work.step(matter, "released", seen.by.id, now=seen.now)
    return matter


def note(work: Work, seen: Seen, text: str) -> Matter:
    """Keep a remark among the steps; the debtor never sees it.

    Raises:
        Refused: If it is empty.
    """
    matter = the_matter(work, seen)
    work.step(matter, "noted", seen.by.id, now=seen.now, note=_note(text, needed=True))
    return matter


def rule(work: Work, seen: Seen, ruling: Ruling) -> Matter:
    """Decide a matter, or propose a decision that needs a second person.

    Raises:
        Refused: If it is somebody else's, closed, incomplete or not possible.
    """
    matter = _mine(work, seen)
    if matter.second:
        raise Refused(409, "second", "这个事项正在等主管复核。")
    _check_reason(matter, ruling)
    terms, outside = terms_of(work, seen, matter, ruling)
    decided = {
        "verdict": ruling.verdict,
        "reason": ruling.reason or None,
        "terms": terms,
        "resume": ruling.resume,
        "by": seen.by.id,
        "at": seen.now.isoformat(),
    }
    text = _note(ruling.note, needed=matter.subject == "ticket")
    if outside:
        matter.second, matter.proposal = True, {**decided, "outside": list(outside)}
        detail = {"verdict": ruling.verdict, "terms": terms, "outside": list(outside)}
        work.step(
            matter, "proposed", seen.by.id, now=seen.now, note=text, detail=detail
        )
        return matter
    return _apply(work, seen, matter, decided, text)


def confirm(work: Work, seen: Seen) -> Matter:
    """Confirm a proposal as the second person.

    Raises:
        Refused: If there is none, or this person may not.
    """
    matter = _second(work, seen)
    proposal = {k: v for k, v in matter.proposal.items() if k != "outside"}
    decided = {**proposal, "confirmed_by": seen.by.id}
    return _apply(work, seen, matter, decided, None)


def send_back(work: Work, seen: Seen, text: str) -> Matter:
    """Send a proposal back to whoever made it, with the reason.

    Raises:
        Refused: If there is none, this person may not, or no reason is given.
    """
    matter = _second(work, seen)
    told = _note(text, needed=True)
    matter.second, matter.proposal = False, {}
    work.step(matter, "returned", seen.by.id, now=seen.now, note=told)
    return matter


def signed(work: Work, seen: Seen) -> Matter:
    """Note that the plan's agreement is signed: it is performed, collection ends.

    Raises:
        Refused: If the matter is no approved plan.
    """
    matter = the_matter(work, seen)
    application = application_of(work, matter)
    if application is None or application.status != "approved" or matter.kind != "plan":
        raise Refused(409, "not_approved", "只有审核通过的分期可以登记签署。")
    source = f"desk:{seen.by.id}"[:20]
    work.change_application(application, "performing", source=source, now=seen.now)
    account = work.account(application.account_id)
    if account is not None:
        account.plan_status = "performing"
        work.set_flag(account.id, "plan", source="desk", now=seen.now)
    work.step(matter, "signed", seen.by.id, now=seen.now)
    return matter


# ── who may ───────────────────────────────────────────────────────────────────


def _mine(work: Work, seen: Seen) -> Matter:
    """The matter, where this person has it; a free one is taken on the way."""
    matter = the_matter(work, seen)
    if matter.status == "done":
        raise Refused(409, "closed", "这个事项已经办结。")
    if matter.status == "waiting":
        raise Refused(409, "waiting", "已向客户提出方案，正在等客户答复。")
    if matter.taken_by is None:
        matter.taken_by, matter.taken_at = seen.by.id, seen.now
    if matter.taken_by != seen.by.id:
        raise Refused(409, "taken", f"{matter.taken_by} 正在办理这个事项。")
    return matter


def _second(work: Work, seen: Seen) -> Matter:
    matter = the_matter(work, seen)
    if not matter.second:
        raise Refused(409, "nothing_proposed", "这个事项没有待复核的决定。")
    if not seen.by.supervises:
        raise Refused(403, "supervisor_only", "超出政策范围的决定由主管复核。")
    if matter.proposal.get("by") == seen.by.id:
        raise Refused(403, "same_person", "复核人不能是提出决定的人。")
    return matter


def _note(text: str, *, needed: bool) -> str | None:
    told = text.strip()[:NOTE_CHARS]
    if needed and len(told) < 2:
        raise Refused(422, "note_needed", "请写明处理情况或理由。")
    return told or None


def _check_reason(matter: Matter, ruling: Ruling) -> None:
    """A verdict that goes against the debtor names one of the reviewed reasons."""
    against = ruling.verdict in REASONED
    against |= ruling.verdict == "rejected" and matter.kind in DISPUTES
    if against and ruling.reason not in REASONS.get(matter.kind, {}):
        raise Refused(422, "reason_needed", "请选择要告知客户的理由。")


# ── what follows ──────────────────────────────────────────────────────────────


def _apply(
    work: Work, seen: Seen, matter: Matter, decided: dict[str, Any], text: str | None
) -> Matter:
    """Put the decision on record, on the matter and on what it is about."""
    verdict = decided["verdict"]
    matter.ruling = decided
    detail = {"reason": decided["reason"], "terms": decided["terms"]}
    told: dict[str, Any] = {"now": seen.now, "note": text, "detail": detail}
    if verdict == "countered":
        matter.status, matter.second, matter.proposal = "waiting", False, {}
        work.step(matter, verdict, seen.by.id, **told)
    else:
        work.close_matter(matter, verdict, seen.by.id, **told)
    _on_subject(work, seen, matter, decided)
    if decided["resume"]:
        _lift(work, seen, matter)
    return matter


def _on_subject(
    work: Work, seen: Seen, matter: Matter, decided: Mapping[str, Any]
) -> None:
    verdict, source = decided["verdict"], "desk"
    application = application_of(work, matter)
    if application is not None:
        if verdict == "approved":
            _write(application, decided["terms"])
        work.change_application(application, verdict, source=source, now=seen.now)
        if verdict == "approved" and matter.kind == "plan":
            # From here on no reminder goes out; signing makes it a plan performed.
            account_id = application.account_id
            work.set_flag(account_id, "plan", source=source, now=seen.now)
    elif matter.subject == "dispute":
        dispute = work.orm.get(Dispute, matter.subject_id)
        if dispute is not None:
            dispute.status, dispute.updated_at = verdict, seen.now
    elif matter.subject == "ticket":
        ticket = work.orm.get(Ticket, matter.subject_id)
        if ticket is not None:
            ticket.status, ticket.updated_at = "done", seen.now


def _write(application: Application, terms: Mapping[str, Any]) -> None:
    """What was approved, on the application itself."""
    if "day" in terms:
        application.until = date.fromisoformat(terms["day"])
    if "start" in terms:
        application.start_date = date.fromisoformat(terms["start"])
        application.draft = {**application.draft, **terms["draft"]}


def _lift(work: Work, seen: Seen, matter: Matter) -> None:
    """Lift the stop flag of a matter, unless another one of its kind still stands.

    Raises:
        Refused: If it is a crisis and this is no supervisor.
    """
    kind = FLAGS.get(matter.kind)
    if kind is None or matter.account_id is None:
        return
    if kind == "crisis" and not seen.by.supervises:
        raise Refused(403, "supervisor_only", "解除危机保护由主管操作。")
    others = [
        m
        for m in work.matters(matter.account_id)
        if m.id != matter.id and m.status != "done" and FLAGS.get(m.kind) == kind
    ]
    if others:
        return
    for flag in work.flags(matter.account_id):
        if flag.kind == kind:
            work.lift_flag(flag, source="desk", now=seen.now)


def promise_of(work: Work, matter: Matter) -> Promise | None:
    """The promise a matter is about."""
    if matter.subject != "promise":
        return None
    return work.orm.get(Promise, matter.subject_id)
