"""What a page shows of a matter: the least that is needed, masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from actions.casebook.models import (
    Account,
    Application,
    Dispute,
    Matter,
    Message,
    Notice,
    Promise,
    Session,
)
from actions.casebook.work import Work
from actions.money import show
from actions.packet import REASONS as HARDSHIPS
from actions.policy.decide import Proposal, as_applied, law_limit
from actions.policy.desk import ZONE
from actions.rulings import REASONS, why
from bot.desk import words
from bot.desk.notices import notices_of
from compliance_checker.personal.mask import mask

#: Messages of the conversation that a page shows.
LAST = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the inbox."""

    id: int
    kind: str
    urgency: str
    rank: int
    who: str
    what: str
    age: str
    due: str
    late: bool
    taken_by: str
    second: bool
    status: str
    chat: bool


def row(
    matter: Matter, account: Account | None, session: Session | None, now: datetime
) -> Row:
    """A matter as a line of the inbox."""
    late = matter.due_at < now and matter.status == "open"
    product = "" if account is None else f"{account.lender} · {account.product}"
    return Row(
        id=matter.id,
        kind=words.KINDS[matter.kind],
        urgency=words.RANKS[matter.rank],
        rank=matter.rank,
        who=masked_name(account.name) if account is not None else "访客",
        what=product or "没有关联账户",
        age=span(matter.opened_at, now),
        due=span(now, matter.due_at) if not late else span(matter.due_at, now),
        late=late,
        taken_by=matter.taken_by or "",
        second=matter.second,
        status=matter.status,
        chat=session is not None and session.human_at is not None,
    )


def masked_name(name: str) -> str:
    """The family name and nothing else.

    >>> masked_name("林晓梅"), masked_name("林")
    ('林**', '林')
    """
    return name[:1] + "*" * (len(name) - 1)


def masked_phone(phone: str) -> str:
    """The beginning and the end of a number.

    >>> masked_phone("16100000001")
    '161****0001'
    """
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****"


def span(since: datetime, until: datetime) -> str:
    """How long, in the largest unit that says enough.

    >>> from datetime import UTC, timedelta
    >>> now = datetime(2026, 11, 22, tzinfo=UTC)
    >>> span(now, now + timedelta(minutes=50)), span(now, now + timedelta(hours=50))
    ('50 分钟', '2 天')
    """
    minutes = max(0, int((until - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"


def moment(at: datetime | None) -> str:
    """A time as people in China read it."""
    if at is None:
        return ""
    local = at.astimezone(ZONE)
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def day(text: str | None) -> str:
    """An ISO day as people read it."""
    if not text:
        return ""
    found = date.fromisoformat(text)
    return f"{found.year}年{found.month}月{found.day}日"


def situation(work: Work, matter: Matter, today: date) -> dict[str, Any] | None:
    """What is known of the debtor, as far as a decision needs it."""
    account = work.account(matter.account_id or "")
    if account is None:
        return None
    promises = work.active_promises(account.id)
    flags = dict.fromkeys(flag.kind for flag in work.flags(account.id))
    parts = (
        ("本金", account.principal_fen),
        ("利息", account.interest_fen),
        ("费用", account.fees_fen),
    )
    return {
        "id": account.id,
        "name": masked_name(account.name),
        "phone": masked_phone(account.phone),
        "lender": account.lender,
        "agency": account.agency,
        "product": account.product,
        "tail": account.account_tail,
        "overdue": show(account.overdue_fen),
        "parts": [(name, show(fen)) for name, fen in parts if fen is not None],
        "days": max(0, (today - account.due_date).days),
        "as_of": day(account.as_of.isoformat()),
        "minimum": show(account.min_payment_fen) if account.min_payment_fen else "",
        "plan": words.PLAN_STATES.get(account.plan_status, account.plan_status),
        "promises": [
            f"{day(p.date.isoformat())} 还 {show(p.amount_fen)}" for p in promises
        ],
        "flags": [words.FLAGS.get(kind, kind) for kind in flags],
        "others": [
            (m.id, words.KINDS[m.kind], words.STATUSES[m.status])
            for m in work.matters(account.id)
            if m.id != matter.id
        ][-5:],
    }


def applied(work: Work, matter: Matter, today: date) -> dict[str, Any] | None:
    """What is applied for, beside the limits."""
    if matter.subject != "application":
        return None
    application = work.orm.get(Application, matter.subject_id)
    account = work.account(matter.account_id or "")
    if application is None or account is None:
        return None
    reason = application.reason
    income = application.draft.get("income_fen")
    offered = application.draft.get("offered_fen")
    shown: dict[str, Any] = {
        "kind": application.kind,
        "status": application.status,
        "reason": HARDSHIPS.get(reason, "其他") if reason else "没有说明",
        "note": mask(application.note) if application.note else "",
        "income": show(income) if income else "没有说明",
        "until": application.until.isoformat() if application.until else "",
        "until_shown": day(application.until.isoformat()) if application.until else "",
        "offered": show(offered) if offered else "",
        "draft": draft_items(application.draft),
    }
    if application.kind == "plan":
        found = as_applied(account, application, today)
        shown |= {
            "periods": application.periods,
            "monthly": show(application.monthly_fen or 0),
            "last": show(application.last_fen or 0),
            "down": show(application.down_payment_fen or 0),
            "start_shown": day(application.start_date.isoformat())
            if application.start_date
            else "",
            "quote": quote(found),
            "approvable": found.terms is not None
            and application.monthly_fen in (None, found.terms.monthly_fen),
            "law_limit": law_limit(account),
        }
    return shown


def quote(found: Proposal) -> dict[str, Any]:
    """A plan's terms as a page shows them, with what is outside or impossible."""
    terms = found.terms or found.nearest
    shown: dict[str, Any] = {
        "ok": found.terms is not None,
        "outside": [words.OUTSIDE[reason] for reason in found.outside],
        "impossible": [words.IMPOSSIBLE[reason] for reason in found.impossible],
        "limit": found.limit,
        "floor": show(found.floor_fen),
        "terms": None,
    }
    if terms is not None:
        shown["terms"] = {
            "periods": terms.periods,
            "monthly": f"{terms.monthly_fen / 100:.2f}",
            "monthly_shown": show(terms.monthly_fen),
            "last_shown": show(terms.last_fen),
            "down": f"{terms.down_payment_fen / 100:.2f}",
            "down_shown": show(terms.down_payment_fen),
            "start": terms.start.isoformat(),
            "start_shown": day(terms.start.isoformat()),
            "end_shown": day(terms.end.isoformat()),
            "total_shown": show(terms.total_fen),
        }
    return shown


def draft_items(draft: dict[str, Any]) -> list[tuple[str, str]]:
    """The six items of Art. 70, each in a line."""
    balance, schedule = draft.get("1_balance"), draft.get("2_schedule")
    if not balance or not schedule:
        return []
    payments = schedule["payments"]
    known = (("本金", "principal_fen"), ("利息", "interest_fen"), ("费用", "fees_fen"))
    parts = [f"{n}{show(balance[k])}" for n, k in known if balance.get(k) is not None]
    split = f"（{'、'.join(parts)}）" if parts else ""
    down = schedule["down_payment_fen"]
    first = f"首付 {show(down)}，其余" if down else ""
    return [
        (
            "（一）欠款余额、结构、币种",
            f"截至{day(balance['as_of'])}，人民币 {show(balance['overdue_fen'])}{split}",
        ),
        (
            "（二）还款周期、方式、币种、日期和每期金额",
            f"{first}分 {schedule['periods']} 期，按月还款，人民币，"
            f"{day(payments[0]['day'])}至{day(payments[-1]['day'])}，"
            f"每期 {show(payments[0]['amount_fen'])}，"
            f"最后一期 {show(payments[-1]['amount_fen'])}",
        ),
        ("（三）还款期间是否计收年费、利息和其他费用", draft["3_charges"]),
        ("（四）还清前不再申领信用卡的承诺", draft["4_no_new_cards"]),
        ("（五）双方权利义务和违约责任", draft["5_duties"]),
        ("（六）其他事项", draft["6_other"]),
    ]


def contested(work: Work, matter: Matter) -> dict[str, str] | None:
    """What a dispute or a partial payment says."""
    if matter.subject == "dispute":
        dispute = work.orm.get(Dispute, matter.subject_id)
        if dispute is None:
            return None
        claimed = dispute.claimed_date
        return {
            "客户说的金额": show(dispute.claimed_fen)
            if dispute.claimed_fen
            else "没有说",
            "客户说的日期": day(claimed.isoformat()) if claimed else "没有说",
            "客户说明": mask(dispute.note) if dispute.note else "没有补充",
        }
    if matter.subject == "promise":
        promise = work.orm.get(Promise, matter.subject_id)
        if promise is None:
            return None
        return {
            "约定金额": show(promise.amount_fen),
            "约定日期": day(promise.date.isoformat()),
            "状态": "有效" if promise.status == "active" else "已变更",
        }
    return None


def conversation(work: Work, session: Session, after: int = 0) -> list[dict[str, Any]]:
    """The last messages, personal numbers masked; what was held back is marked."""
    messages = work.messages(session, after)[-LAST:]
    return [message_view(message) for message in messages]


def message_view(message: Message) -> dict[str, Any]:
    """One message as staff see it."""
    sender = "debtor"
    if message.direction == "out":
        person = (message.template or "").startswith("person")
        sender = "person" if person else "bot"
    return {
        "seq": message.seq,
        "from": sender,
        "text": mask(message.text),
        "at": moment(message.created_at),
        "status": message.status,
    }


def history(work: Work, matter: Matter, names: dict[str, str]) -> list[dict[str, Any]]:
    """Every step, newest last; *names* tells staff ids apart."""
    return [
        {
            "by": "客户" if s.by == "debtor" else names.get(s.by, s.by),
            "what": words.STEPS[s.kind],
            "at": moment(s.at),
            "note": s.note or "",
            "detail": _detail(matter, s.detail),
        }
        for s in work.steps(matter)
    ]


def _detail(matter: Matter, detail: dict[str, Any]) -> list[str]:
    told = []
    if detail.get("verdict"):
        told.append(words.VERDICTS[detail["verdict"]])
    if detail.get("reason") and detail["reason"] in REASONS.get(matter.kind, {}):
        told.append(f"告知理由：{why(matter.kind, detail['reason'])}")
    told += terms_lines(detail.get("terms") or {})
    told += [words.OUTSIDE[name] for name in detail.get("outside") or ()]
    return told


def terms_lines(terms: dict[str, Any]) -> list[str]:
    """The terms of a ruling, in words."""
    if "periods" in terms:
        down = terms["down_payment_fen"]
        first = f"首付 {show(down)}，其余" if down else ""
        last = show(terms["last_fen"])
        told = (
            f"{first}{terms['periods']} 期，每期 {show(terms['monthly_fen'])}，"
            f"最后一期 {last}，首期 {day(terms['start'])}"
        )
        until = terms.get("until")
        return [told, *([f"客户在 {day(until)} 前答复有效"] if until else [])]
    if "day" in terms:
        return [f"延到 {day(terms['day'])}"]
    return [f"减免 {show(terms['amount_fen'])}"] if "amount_fen" in terms else []


def told_lines(work: Work, matter: Matter) -> list[dict[str, Any]]:
    """What became of the word to the debtor."""
    return [_told(notice) for notice in notices_of(work, matter)]


def _told(notice: Notice) -> dict[str, Any]:
    channel = words.CHANNELS[notice.channel]
    reasons = [obstacle_words(reason)[0] for reason in notice.reasons]
    states = {
        "sent": f"{channel}：{moment(notice.at)} 已告知",
        "waiting": f"{channel}：{moment(notice.due_at)} 自动告知",
        "refused": f"{channel}：没有发送",
        "replaced": f"{channel}：已由后来的决定取代",
    }
    shown = reasons if notice.status in ("waiting", "refused") else []
    return {"state": notice.status, "text": states[notice.status], "reasons": shown}


def obstacle_words(rule: str) -> tuple[str, str]:
    """Why a sentence cannot go out, and what to do."""
    known = words.OBSTACLES.get(rule)
    if known is not None:
        return known
    if rule.startswith("not_checked:"):
        return "这句话没有检查完，不能发送。", "请换一种说法再试。"
    return f"触发用语规则 {rule}。", ""


def reasons_for(kind: str) -> Sequence[tuple[str, str]]:
    """The reviewed reasons of a kind, to choose from."""
    return tuple(REASONS.get(kind, {}).items())
