"""The queue as a page shows it: filtered, searched, a page at a time.

Pages go on from the last row seen (its rank, due time and id), so that the thousandth
page costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select

from actions.casebook.models import Account, Matter, Session
from actions.casebook.work import Work

PAGE = 25
#: A count stops here: nobody reads a larger one.
COUNT_TO = 10_000
VIEWS = ("open", "mine", "free", "second", "late", "waiting", "done")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page asks for; ``cursor`` is where it goes on, ``back`` which way."""

    view: str = "open"
    kind: str = ""
    words: str = ""
    cursor: str = ""
    back: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the queue, and the cursors of its neighbours."""

    rows: Sequence[tuple[Matter, Account | None, Session | None]]
    earlier: str = ""
    later: str = ""


def read_page(work: Work, asked: Asked, me: str, now: datetime) -> Found:
    """The page asked for; danger to a life first, then what is due first."""
    query = _filtered(asked, me, now)
    cursor = _read_cursor(asked.cursor)
    if cursor is not None:
        query = query.where(_beyond(cursor, asked.view, back=asked.back))
    order = _order(asked.view, back=asked.back)
    matters = list(work.orm.scalars(query.order_by(*order).limit(PAGE + 1)))
    more = len(matters) > PAGE
    matters = matters[:PAGE]
    if asked.back:
        matters.reverse()
    before, after = (more, True) if asked.back else (cursor is not None, more)
    return Found(
        rows=_with_people(work, matters),
        earlier=_cursor(matters[0]) if matters and before else "",
        later=_cursor(matters[-1]) if matters and after else "",
    )


def counts(work: Work, me: str, now: datetime) -> dict[str, int]:
    """How many open matters there are of each kind, and in each view."""
    by_kind = select(Matter.kind, func.count()).where(Matter.status == "open")
    grouped = work.orm.execute(by_kind.group_by(Matter.kind))
    found = {f"kind:{kind}": int(count) for kind, count in grouped}
    for view in ("mine", "second", "late", "waiting"):
        inner = _filtered(Asked(view=view), me, now).with_only_columns(Matter.id)
        few = inner.limit(COUNT_TO).subquery()
        found[view] = work.orm.scalar(select(func.count()).select_from(few)) or 0
    found["open"] = sum(n for name, n in found.items() if name.startswith("kind:"))
    return found


def _filtered(asked: Asked, me: str, now: datetime) -> Select[tuple[Matter]]:
    status = asked.view if asked.view in ("waiting", "done") else "open"
    query = select(Matter).where(Matter.status == status)
    if asked.view == "mine":
        query = query.where(Matter.taken_by == me)
    elif asked.view == "free":
        query = query.where(Matter.taken_by.is_(None))
    elif asked.view == "second":
        query = query.where(Matter.second.is_(True))
    elif asked.view == "late":
        query = query.where(Matter.due_at < now)
    if asked.kind:
        query = query.where(Matter.kind == asked.kind)
    return query.where(_matching(asked.words.strip())) if asked.words.strip() else query


def _matching(words: str) -> Any:
    """By number of the matter, account, telephone or the beginning of a name."""
    people = select(Account.id).where(
        or_(
            Account.phone == words,
            # A range instead of LIKE, so that the index is used.
            and_(Account.name >= words, Account.name < f"{words}\uffff"),
        )
    )
    found = [Matter.account_id == words, Matter.account_id.in_(people)]
    number = words.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 10:
        found.append(Matter.id == int(number))
    return or_(*found)


def _order(view: str, *, back: bool) -> tuple[Any, ...]:
    if view == "done":
        return (Matter.id.asc(),) if back else (Matter.id.desc(),)
    columns = (Matter.rank, Matter.due_at, Matter.id)
    return tuple(c.desc() for c in columns) if back else columns


def _beyond(cursor: tuple[int, datetime, int], view: str, *, back: bool) -> Any:
    rank, due, number = cursor
    if view == "done":
        return Matter.id > number if back else Matter.id < number
    if back:
        return or_(
            Matter.rank < rank,
            and_(Matter.rank == rank, Matter.due_at < due),
            and_(Matter.rank == rank, Matter.due_at == due, Matter.id < number),
        )
    return or_(
        Matter.rank > rank,
        and_(Matter.rank == rank, Matter.due_at > due),
        and_(Matter.rank == rank, Matter.due_at == due, Matter.id > number),
    )


def _cursor(matter: Matter) -> str:
    micros = round(matter.due_at.timestamp() * 1_000_000)
    return f"{matter.rank}.{micros}.{matter.id}"


def _read_cursor(text: str) -> tuple[int, datetime, int] | None:
    """The place in the queue; nothing where the address was changed by hand."""
    parts = text.split(".")
    if len(parts) != 3 or not all(p.isascii() and p.isdigit() for p in parts):
        return None
    rank, micros, number = (int(p) for p in parts)
    try:
        due = datetime.fromtimestamp(micros / 1_000_000, tz=UTC)
    except (OverflowError, OSError, ValueError):
        return None
    return rank, due, min(number, 2**31)


def _with_people(
    work: Work, matters: Sequence[Matter]
) -> list[tuple[Matter, Account | None, Session | None]]:
    ids = {m.account_id for m in matters if m.account_id}
    accounts = {
        a.id: a for a in work.orm.scalars(select(Account).where(Account.id.in_(ids)))
    }
    spoken = {m.session_id for m in matters if m.session_id}
    sessions = {
        s.id: s for s in work.orm.scalars(select(Session).where(Session.id.in_(spoken)))
    }
    return [
        (m, accounts.get(m.account_id or ""), sessions.get(m.session_id or ""))
        for m in matters
    ]
