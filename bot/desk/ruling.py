"""What is decided, and whether it may be: terms to the fen, and what lies outside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from actions.casebook.models import Account, Application, Matter
from actions.casebook.work import Work
from actions.policy.decide import OFFER_DAYS, Proposal, as_applied, propose
from actions.policy.desk import APPLICATIONS, DISPUTES, ZONE
from actions.policy.plan import PlanTerms
from bot.channels.problems import Refused
from bot.desk.staff import Member
from bot.desk.terms import kept_terms
from bot.desk.words import IMPOSSIBLE

#: Verdicts on what is no application; the debtor is told the first three.
CLOSING = {
    "complaint": ("upheld", "partly", "rejected"),
    **dict.fromkeys(DISPUTES, ("upheld", "rejected")),
    "partial": ("accepted", "refused"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A matter as a page showed it, and who acts on it."""

    matter_id: int
    version: int
    by: Member
    now: datetime

    @property
    def today(self) -> date:
        """The calendar day in China."""
        return self.now.astimezone(ZONE).date()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is to be decided; amounts in yuan, as typed.

    ``resume``: the stop flag of the matter is lifted; ``note`` stays inside.
    """

    verdict: str
    reason: str = ""
    note: str = ""
    resume: bool = False
    periods: int | None = None
    monthly: Decimal | None = None
    down: Decimal | None = None
    day: date | None = None
    amount: Decimal | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def terms_of(
    work: Work, seen: Seen, matter: Matter, ruling: Ruling
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The terms of the ruling, and what lies outside one person's limits.

    Raises:
        Refused: If the ruling is not possible.
    """
    if matter.kind not in APPLICATIONS:
        allowed = CLOSING.get(matter.kind, ("handled", "silent"))
        if ruling.verdict not in allowed:
            raise Refused(422, "verdict", "请选择处理结果。")
        return {}, ()
    account = work.account(matter.account_id or "")
    application = application_of(work, matter)
    if account is None or application is None:
        raise Refused(409, "no_account", "这个申请没有对应的账户。")
    if application.status not in ("submitted", "countered"):
        raise Refused(409, "closed", "客户已经撤回或更换了这个申请。")
    if ruling.verdict == "refused":
        return {}, ()
    if matter.kind == "plan":
        return _plan_terms(account, application, seen, ruling)
    if ruling.verdict != "approved":
        raise Refused(422, "verdict", "请选择处理结果。")
    if matter.kind == "extension":
        return _extension_terms(account, application, seen, ruling)
    return _waiver_terms(account, ruling)


def _plan_terms(
    account: Account, application: Application, seen: Seen, ruling: Ruling
) -> tuple[dict[str, Any], tuple[str, ...]]:
    if ruling.verdict == "approved":
        found = as_applied(account, application, seen.today)
        terms = _possible(found)
        same = application.monthly_fen in (None, terms.monthly_fen)
        if not same or application.periods not in (None, terms.periods):
            raise Refused(422, "debt_changed", IMPOSSIBLE["mismatch"])
        return kept_terms(account, terms, application), found.outside
    if ruling.verdict != "countered":
        raise Refused(422, "verdict", "请选择处理结果。")
    found = offered(account, ruling, seen.today)
    terms = _possible(found)
    until = seen.today + timedelta(days=OFFER_DAYS)
    kept = kept_terms(account, terms, application) | {"until": until.isoformat()}
    return kept, found.outside


def offered(account: Account, ruling: Ruling, today: date) -> Proposal:
    """The plan of the values typed.

    Raises:
        Refused: If neither instalments nor a monthly sum is given.
    """
    if ruling.periods is None and ruling.monthly is None:
        raise Refused(422, "plan_size", "请填写期数或每期金额。")
    return propose(
        account,
        today=today,
        periods=ruling.periods,
        monthly=ruling.monthly,
        down=ruling.down,
        start=ruling.day,
    )


def _possible(found: Proposal) -> PlanTerms:
    if found.terms is None:
        raise Refused(422, "impossible", IMPOSSIBLE[found.impossible[0]])
    return found.terms


def _extension_terms(
    account: Account, application: Application, seen: Seen, ruling: Ruling
) -> tuple[dict[str, Any], tuple[str, ...]]:
    day = ruling.day or application.until
    if day is None or day <= seen.today:
        raise Refused(422, "past", "延期的日期要在今天以后。")
    latest = seen.today + timedelta(days=account.promise_max_days)
    return {"day": day.isoformat()}, ("too_late",) if day > latest else ()


def _waiver_terms(
    account: Account, ruling: Ruling
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A waiver is never one person's to give, whatever its sum."""
    if ruling.amount is None or ruling.amount <= 0:
        raise Refused(422, "amount", "请填写减免金额。")
    amount = int(ruling.amount * 100)
    known = (account.interest_fen, account.fees_fen)
    charges = sum(fen for fen in known if fen is not None)
    most = charges if any(fen is not None for fen in known) else account.overdue_fen
    if amount > most:
        raise Refused(422, "amount", "减免金额超过了利息和费用的合计。")
    return {"amount_fen": amount}, ("waiver",)


def application_of(work: Work, matter: Matter) -> Application | None:
    """The application a matter is about, or nothing."""
    if matter.subject != "application":
        return None
    return work.orm.get(Application, matter.subject_id)
