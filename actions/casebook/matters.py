"""The queue of the desk: what a person must see to, and what was done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from actions.casebook.history import History
from actions.casebook.models import Matter, MatterStep, Session
from actions.policy.desk import due_at, rank_of

#: Who acts where nobody of the staff does.
DEBTOR = "debtor"


class Outdated(Exception):
    """Somebody changed the matter after it was looked at; ``last`` is what they did."""

    def __init__(self, last: MatterStep | None) -> None:
        super().__init__("outdated")
        self.last = last


class MatterRows(History):
    """Matters, their steps and their versions."""

    def open_matter(
        self,
        subject: str,
        subject_id: int,
        kind: str,
        session: Session,
        *,
        now: datetime,
        high: bool = False,
    ) -> Matter:
        """Put something into the queue; what is there already is brought up to date."""
        known = self.matter_of(subject, subject_id)
        if known is not None:
            self.touch_matter(known, now=now, high=high)
            return known
        matter = Matter(
            kind=kind,
            subject=subject,
            subject_id=subject_id,
            account_id=session.account_id,
            session_id=session.id,
            rank=rank_of(kind, high=high),
            status="open",
            second=False,
            proposal={},
            ruling={},
            version=1,
            opened_at=now,
            due_at=due_at(kind, now),
        )
        self.orm.add(matter)
        self.orm.flush()
        self._step(matter, "opened", DEBTOR, now=now)
        return matter

    def touch_matter(self, matter: Matter, *, now: datetime, high: bool) -> None:
        """Note that the debtor added something; a closed matter is opened again."""
        if matter.status == "done":
            matter.status, matter.closed_at, matter.ruling = "open", None, {}
            matter.due_at = due_at(matter.kind, now)
        matter.rank = min(matter.rank, rank_of(matter.kind, high=high))
        self.step(matter, "added", DEBTOR, now=now)

    def matter_of(self, subject: str, subject_id: int) -> Matter | None:
        """The matter of an application, a dispute, a promise or a ticket."""
        query = select(Matter).where(
            Matter.subject == subject, Matter.subject_id == subject_id
        )
        return self.orm.scalars(query).first()

    def matter_seen(self, matter_id: int, version: int) -> Matter | None:
        """The matter, locked for a change; nothing if there is none.

        Raises:
            Outdated: If it is no longer the *version* that was looked at.
        """
        query = select(Matter).where(Matter.id == matter_id).with_for_update()
        matter = self.orm.scalars(query).first()
        if matter is not None and matter.version != version:
            steps = self.steps(matter)
            raise Outdated(steps[-1] if steps else None)
        return matter

    def step(
        self,
        matter: Matter,
        kind: str,
        by: str,
        *,
        now: datetime,
        note: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> MatterStep:
        """Append a step; the matter has another version from now on."""
        matter.version += 1
        return self._step(matter, kind, by, now=now, note=note, detail=detail)

    def _step(
        self,
        matter: Matter,
        kind: str,
        by: str,
        *,
        now: datetime,
        note: str | None = None,
        detail: dict[str, Any] | None = None,
    ) -> MatterStep:
        step = MatterStep(
            matter_id=matter.id,
            kind=kind,
            by=by,
            note=note,
            detail=detail or {},
            at=now,
        )
        self.orm.add(step)
        self.event(
            f"matter.{kind}",
            {"id": matter.id, "kind": matter.kind, "by": by},
            account=matter.account_id,
            session=matter.session_id,
            source="desk" if by != DEBTOR else DEBTOR,
            now=now,
        )
        self.orm.flush()
        return step

    def close_matter(
        self, matter: Matter, kind: str, by: str, *, now: datetime, **told: Any
    ) -> MatterStep:
        """Take a matter out of the queue."""
        matter.status, matter.second, matter.proposal = "done", False, {}
        matter.closed_at = now
        return self.step(matter, kind, by, now=now, **told)

    def close_subject(
        self, subject: str, subject_id: int, kind: str, *, now: datetime
    ) -> None:
        """Close the matter of something the debtor has settled otherwise."""
        matter = self.matter_of(subject, subject_id)
        if matter is not None and matter.status != "done":
            self.close_matter(matter, kind, DEBTOR, now=now)

    def steps(self, matter: Matter) -> Sequence[MatterStep]:
        """The history of a matter, in order."""
        query = select(MatterStep).where(MatterStep.matter_id == matter.id)
        return self.orm.scalars(query.order_by(MatterStep.id)).all()

    def matters(self, account_id: str) -> Sequence[Matter]:
        """All matters of an account, oldest first."""
        query = select(Matter).where(Matter.account_id == account_id)
        return self.orm.scalars(query.order_by(Matter.id)).all()
