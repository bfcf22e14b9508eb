"""One turn of a conversation: everything a feature may look at, and how it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from actions.casebook.models import Account, Session
from actions.casebook.work import Work
from actions.draft import Draft
from actions.facts import facts_of
from actions.reply import Button, Outgoing, Reply, button
from actions.state import State
from actions.templates import template
from actions.understanding import Reading

DEFAULT_ZONE = "Asia/Shanghai"


@dataclass(slots=True)
class Turn:
    """A message, its reading, and the conversation it belongs to.

    ``said`` is what this one message adds to the draft; ``asked`` the question that
    was open when it came.
    """

    work: Work
    session: Session
    account: Account | None
    reading: Reading
    said: Draft
    state: State
    now: datetime
    asked: str | None

    @property
    def today(self) -> date:
        """The debtor's calendar day."""
        return self.now.astimezone(zone_of(self.account)).date()

    @property
    def settled(self) -> bool:
        """Whether the person on the line is known to be the debtor."""
        return self.debtor is not None

    @property
    def debtor(self) -> Account | None:
        """The account, if facts of it may be told here."""
        session = self.session
        closed = session.locked_at or session.third_party_at or self.state.closed
        return None if session.verified_at is None or closed else self.account

    @property
    def source(self) -> str:
        """Who records what this turn brings about."""
        return f"bot:{self.session.channel}"

    def owner(self) -> Account:
        """The account, where identity is known to be settled.

        Raises:
            RuntimeError: If it is not: a form was entered past the gate.
        """
        if self.debtor is None:
            raise RuntimeError("a form was entered before identity was settled")
        return self.debtor


def zone_of(account: Account | None) -> ZoneInfo:
    """The time zone the debtor lives by."""
    return ZoneInfo(account.zone if account is not None else DEFAULT_ZONE)


def say(
    turn: Turn,
    template_id: str,
    *buttons: Button | str,
    values: Mapping[str, str] | None = None,
    **more: str,
) -> Outgoing:
    """The sentence *template_id* with quick replies, for this turn's channel.

    Raises:
        FactsBeforeIdentityError: If it holds facts and identity is not settled.
    """
    sentence = template(template_id)
    known = speaker_of(turn.account)
    if sentence.facts and turn.debtor is not None:
        known |= facts_of(turn.debtor, turn.today)
    text = sentence.render(
        {**known, "hotline": hotline(turn.debtor), **(values or {}), **more},
        channel=turn.session.channel,
        settled=turn.settled,
        seed=turn.session.id,
        said=turn.state.said.get(template_id, 0),
    )
    turn.state.said[template_id] = turn.state.said.get(template_id, 0) + 1
    shown = tuple(b if isinstance(b, Button) else button(b) for b in buttons)
    return Outgoing(text, shown, template_id, sentence.facts)


def answer(
    turn: Turn,
    template_id: str,
    *buttons: Button | str,
    asks: str | None = None,
    outcome: str | None = None,
    accepts: tuple[str, ...] = (),
    values: Mapping[str, str] | None = None,
    **more: str,
) -> Reply:
    """A reply of one sentence."""
    message = say(turn, template_id, *buttons, values=values, **more)
    return Reply((message,), asks=asks, outcome=outcome, accepts=accepts)


def informed(turn: Turn, about: str) -> None:
    """Put on record that facts or reviewed information were given."""
    turn.work.event(
        "info.given",
        {"about": about},
        account=turn.session.account_id,
        session=turn.session.id,
        source=turn.source,
        now=turn.now,
    )


def hotline(debtor: Account | None) -> str:
    """Where the official number is found; only card holders have a card to look at."""
    card = debtor is not None and debtor.lender_type == "bank_card"
    return "卡背面的客服电话" if card else "官网上的客服电话"


def speaker_of(account: Account | None) -> dict[str, str]:
    """How the bot names its lender, and the agency where one runs it."""
    if account is None:
        return {"lender": "本机构", "speaker": "本机构"}
    if account.agency:
        speaker = f"{account.agency}（受{account.lender}委托）"
        return {"lender": account.lender, "speaker": speaker}
    return {"lender": account.lender, "speaker": account.lender}
