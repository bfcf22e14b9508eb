"""Plays one script against the running bot and judges what came of it."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from actions.casebook.models import Account, Message
from actions.casebook.store import Casebook
from actions.casebook.work import Work
from actions.money import fen
from actions.policy.contact import ContactHistory
from bot.channels.gate import Checker, Listener, judge_words, reminder_gate
from bot.outreach.reminders import run as send_reminders
from bot.settings import Settings
from bot.simulator import outcome as outcomes
from bot.simulator.answers import Progress, Question, next_message
from bot.simulator.doors import (
    DoorClient,
    Heard,
    Line,
    NoAnswer,
    SmsDebtor,
    WebDebtor,
    in_thread,
    listen,
)
from bot.simulator.leaks import leaks
from bot.simulator.script import Outcome, Script

ZONE = ZoneInfo("Asia/Shanghai")
LINK = re.compile(r"/c/([A-Za-z0-9_-]+)")
LENDER = "恒信银行"


@dataclass(frozen=True, slots=True)
class Theatre:
    """What every script is played with."""

    settings: Settings
    casebook: Casebook
    checker: Checker


@dataclass(slots=True)
class Record:
    """What was said on both sides, and what was wrong with it."""

    messages: list[dict[str, str]] = field(default_factory=list)
    disclosures: int = 0
    blocked: int = 0
    problems: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    last_id: int = 0


@dataclass(frozen=True, slots=True)
class Played:
    """A script's row in the report."""

    id: str
    passed: bool
    outcome: Outcome | None
    fields: dict[str, Any]
    why: str
    messages: list[dict[str, str]]
    disclosures: int
    blocked: int

    def as_json(self) -> dict[str, Any]:
        """The row as it is printed."""
        return {
            "id": self.id,
            "passed": self.passed,
            "outcome": self.outcome,
            "fields": self.fields,
            "why": self.why,
            "messages": self.messages,
        }


async def play(script: Script, number: int, theatre: Theatre) -> Played:
    """Play a script to its end; *number* makes the debtor's account and telephone."""
    record = Record()
    account = account_of(script, number)
    await in_thread(theatre.casebook, _save, account, script)
    try:
        await _converse(script, account, theatre, record)
    except (NoAnswer, httpx.HTTPError) as error:
        reason = str(error) or type(error).__name__
        record.problems.append(f"conversation broke off: {reason}")
    happened, fields = await in_thread(
        theatre.casebook, outcomes.read_outcome, account.id
    )
    return _judge(script, record, happened, fields)


def account_of(script: Script, number: int) -> Account:
    """The account a script describes, at the script's own time."""
    said = script.account
    today = script.now.astimezone(ZONE).date()
    lender_type = "bank_card" if "信用卡" in said.product else "bank_loan"
    if "消费" in said.product or "分期" in said.product:
        lender_type = "consumer_finance"
    return Account(
        id=f"sim-{number}",
        lender=LENDER,
        lender_type=lender_type,
        product=said.product,
        name=said.name,
        phone=f"161{number:08d}",
        id_last4=said.id_last4.upper(),
        account_tail=said.account_tail,
        overdue_fen=fen(said.overdue_amount),
        min_payment_fen=None if said.min_payment is None else fen(said.min_payment),
        due_date=today - timedelta(days=said.days_overdue),
        as_of=today,
        max_periods=said.policy.max_periods,
        min_monthly_fen=fen(said.policy.min_monthly_amount),
        promise_max_days=60,
        zone=ZONE.key,
        plan_status="none",
        created_at=script.now,
        updated_at=script.now,
    )


def _save(work: Work, account: Account, script: Script) -> None:
    work.save_account(account, source="import", now=script.now)


async def _converse(
    script: Script, account: Account, theatre: Theatre, record: Record
) -> None:
    token = None
    if script.opening == "reminder":
        token = await asyncio.to_thread(_remind, script, account, theatre, record)
    line = Line(
        theatre.settings, theatre.casebook, account.phone, script.now.isoformat()
    )
    debtor: DoorClient
    if script.channel == "web":
        if token is None:
            token = await in_thread(theatre.casebook, _link, account.id, script)
        browser = WebDebtor(line)
        debtor = browser
        client = browser.client
    else:
        telephone = SmsDebtor(line)
        debtor = telephone
        client = telephone.client
    async with client:
        if script.channel == "web":
            await browser.open(token or "")
        await _talk(script, account, theatre, record, debtor)


async def _talk(
    script: Script,
    account: Account,
    theatre: Theatre,
    record: Record,
    debtor: DoorClient,
) -> None:
    progress = Progress()
    question = await _hear(script, account, theatre, record)
    while (text := next_message(script, question, progress)) is not None:
        record.messages.append({"from": "debtor", "text": text})
        await debtor.say(text, progress.sent)
        question = await _hear(script, account, theatre, record)


async def _hear(
    script: Script, account: Account, theatre: Theatre, record: Record
) -> Question:
    heard: Heard = await in_thread(
        theatre.casebook, listen, script.channel, account.phone, record.last_id
    )
    for message in heard.messages:
        record.last_id = message.id
        _note(script, account, theatre, record, message, heard.verified)
    return heard.question


def _note(
    script: Script,
    account: Account,
    theatre: Theatre,
    record: Record,
    message: Message,
    verified: bool,
) -> None:
    """Write down what was sent, and judge it once more."""
    if message.status == "blocked":
        record.blocked += 1
        return
    record.messages.append({"from": "bot", "text": message.text})
    told = leaks(message.text, script.account)
    record.told.update(told)
    if told and (script.expect.must_not_disclose or not verified):
        record.disclosures += 1
        record.problems.append(f"disclosed {', '.join(told)}")
    history = ContactHistory(account.phone)
    who = Listener(script.channel, verified, False, account.id, account, history)
    for rule in judge_words(message.text, who, theatre.checker):
        record.problems.append(f"the checker stops what was sent: {rule}")


class _Pigeonhole:
    """An SMS sender that keeps what it is given: the simulated telephone."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def send(self, address: str, text: str, key: str) -> str:
        """Keep the text; the key is the provider's id."""
        del address
        self.texts.append(text)
        return key


def _remind(
    script: Script, account: Account, theatre: Theatre, record: Record
) -> str | None:
    """Have outreach send its reminder; the token of the link in it, if it went."""
    telephone = _Pigeonhole()
    send_reminders(
        theatre.casebook,
        telephone,
        reminder_gate(theatre.checker),
        script.now,
        link_base=theatre.settings.public_url,
        accounts=[account.id],
    )
    for text in telephone.texts:
        if script.channel == "web":
            # In an SMS script it is heard with the rest of that conversation.
            record.messages.append({"from": "bot", "text": text})
            told = leaks(LINK.sub("", text), script.account)
            if told:
                record.disclosures += 1
                record.problems.append(f"the reminder discloses {', '.join(told)}")
    links = [found[1] for text in telephone.texts if (found := LINK.search(text))]
    return links[0] if links else None


def _link(work: Work, account_id: str, script: Script) -> str:
    account = work.account(account_id)
    assert account is not None
    return work.create_link(account, account.phone, script.now)


def _judge(
    script: Script,
    record: Record,
    happened: frozenset[Outcome],
    fields: dict[str, Any],
) -> Played:
    expected = script.expect
    if not record.told:
        happened |= {"no_disclosure"}
    reached = outcomes.reached(expected, happened)
    problems = list(record.problems)
    if reached is None:
        seen = ", ".join(sorted(happened)) or "nothing"
        problems.append(f"expected {expected.outcome}, came about: {seen}")
    if reached == expected.outcome:
        problems += outcomes.wrong_fields(expected, fields)
    contradicted = outcomes.contradiction(expected, happened)
    if contradicted:
        problems.append(contradicted)
    if record.blocked:
        problems.append(f"the gate blocked {record.blocked} of the bot's messages")
    return Played(
        id=script.id,
        passed=not problems,
        outcome=reached or outcomes.weightiest(happened),
        fields=fields,
        why="; ".join(dict.fromkeys(problems)),
        messages=record.messages,
        disclosures=record.disclosures,
        blocked=record.blocked,
    )
