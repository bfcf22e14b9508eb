"""Reminders: who is due one, whether it may go out now, and that it goes out once.

``plan`` only looks.  ``run`` sends, in three steps for each contact: note it with its
proof (one transaction), hand it to the provider, note that it went.  Every attempt is
a row of its own, what was refused or failed is kept.  If the process dies in between,
the next run finds the contact ``planned`` and tries anew; the provider gets the same
key and can tell that it is the same message.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from actions.casebook.models import Account, Contact, Session
from actions.casebook.store import Casebook
from actions.casebook.work import Work
from actions.policy.contact import may_contact, next_opening
from actions.policy.history import read_histories, read_history
from actions.policy.values import ContactHistory, ContactRequest, Proof
from bot.outreach.segments import choose, read_standings
from bot.outreach.sms import SmsError, SmsSender, segments
from bot.outreach.texts import reminder_text

CHANNEL = "sms"
#: A contact noted less than this ago is in another worker's hands.
IN_FLIGHT = timedelta(minutes=10)
#: Stands for the token of a link where the real one must not or need not be.
TOKEN = "0" * 22

#: Tells whether a text may go to the holder of an account, and if not, why.
Gate = Callable[[str, Account], tuple[bool, str]]


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """What ``plan`` says of one account.

    ``at`` is when the reminder would go out: now, the next opening if only the hour
    is against it, nothing if it would not.  ``why`` is empty when it is allowed now.
    """

    account_id: str
    template: str | None
    channel: str
    address: str
    at: datetime | None
    allowed: bool
    why: str
    proof: Proof | None
    segments: int


@dataclass(frozen=True, slots=True)
class RunRow:
    """What became of one account: ``sent``, ``refused``, ``failed`` or ``skipped``."""

    account_id: str
    template: str | None
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, a row for each account it looked at."""

    rows: tuple[RunRow, ...]

    def count(self, status: str) -> int:
        """How many rows have this status."""
        return sum(row.status == status for row in self.rows)

    @property
    def sent(self) -> int:
        """Reminders the provider took."""
        return self.count("sent")

    @property
    def refused(self) -> int:
        """Reminders a rule or the gate held back; each is stored with its proof."""
        return self.count("refused")

    @property
    def failed(self) -> int:
        """Reminders the provider did not take."""
        return self.count("failed")

    @property
    def skipped(self) -> int:
        """Accounts that are not due a reminder, or have had it."""
        return self.count("skipped")


@dataclass(frozen=True, slots=True)
class _Run:
    casebook: Casebook
    sender: SmsSender
    gate: Gate
    now: datetime
    link_base: str


@dataclass(frozen=True, slots=True)
class _Ready:
    """A contact that is noted and may go out."""

    contact: Contact
    text: str
    shown: str


def plan(
    casebook: Casebook,
    now: datetime,
    *,
    accounts: Collection[str] | None = None,
    link_base: str = "https://example.invalid",
) -> list[PlannedContact]:
    """What a run would do, account by account, by id; nothing is changed.

    *accounts* limits the plan to these ids.
    """
    with casebook.begin() as work:
        wanted = _wanted(work, accounts)
        standings = read_standings(work, wanted, now)
        histories = read_histories(work, wanted, now)
    planned: list[PlannedContact] = []
    taken: set[str] = set()
    for account in wanted:
        template, why = choose(account, standings[account.id], now)
        if template is not None and account.phone in taken:
            template, why = None, "same_number"
        if template is None:
            planned.append(_passed_over(account, why))
            continue
        contact = _planned(account, template, histories[account.id], now, link_base)
        if contact.allowed:
            taken.add(account.phone)
        planned.append(contact)
    return planned


def run(
    casebook: Casebook,
    sender: SmsSender,
    gate: Gate,
    now: datetime,
    *,
    link_base: str,
    accounts: Collection[str] | None = None,
) -> RunReport:
    """Send every reminder that is due and allowed at *now*; safe to run again.

    A link in a reminder is ``{link_base}/c/{token}``.  Contacts that a rule refuses
    are stored with their proof as well.
    """
    task = _Run(casebook, sender, gate, now, link_base.rstrip("/"))
    with casebook.begin() as work:
        wanted = _wanted(work, accounts)
        standings = read_standings(work, wanted, now)
    rows = []
    for account in wanted:
        template, why = choose(account, standings[account.id], now)
        if template is None:
            rows.append(RunRow(account.id, None, "skipped", why))
            continue
        status, why = _remind(task, account.id, template)
        rows.append(RunRow(account.id, template, status, why))
    return RunReport(tuple(rows))


def _wanted(work: Work, ids: Collection[str] | None) -> Sequence[Account]:
    if ids is None:
        return work.accounts()
    found = (work.account(account_id) for account_id in sorted(ids))
    return [account for account in found if account is not None]


def _passed_over(account: Account, why: str) -> PlannedContact:
    return PlannedContact(
        account.id, None, CHANNEL, account.phone, None, False, why, None, 0
    )


def _planned(
    account: Account,
    template: str,
    history: ContactHistory,
    now: datetime,
    link_base: str,
) -> PlannedContact:
    proof = may_contact(ContactRequest(CHANNEL, account.phone), history, now)
    at = now if proof.allowed else None
    if proof.reasons == ("quiet_hours",):
        at = next_opening(now, account.zone)
    key = _key(account, template, now)
    text = reminder_text(template, account, f"{link_base}/c/{TOKEN}", key)
    return PlannedContact(
        account_id=account.id,
        template=template,
        channel=CHANNEL,
        address=account.phone,
        at=at,
        allowed=proof.allowed,
        why="、".join(proof.reasons),
        proof=proof,
        segments=segments(text),
    )


def _remind(task: _Run, account_id: str, template: str) -> tuple[str, str]:
    with task.casebook.begin() as work:
        account = work.account(account_id)
        assert account is not None
        ready = _prepare(task, work, account, template)
    if not isinstance(ready, _Ready):
        return ready
    contact = ready.contact
    try:
        # However many attempts it takes, to the provider it is one message.
        message = contact.key.partition("#")[0]
        provider_id = task.sender.send(contact.address, ready.text, message)
    except SmsError as error:
        _note_failure(task, contact.key, error)
        return "failed", error.code
    _note_sent(task, ready, account, provider_id)
    return "sent", ""


def _prepare(
    task: _Run, work: Work, account: Account, template: str
) -> _Ready | tuple[str, str]:
    """Judge and note the contact; the status and why if it does not go out."""
    key = _key(account, template, task.now)
    known = _attempts(work, account, key)
    settled = _settled(known[-1], task.now) if known else None
    if settled is not None:
        return settled
    request = ContactRequest(CHANNEL, account.phone)
    besides = [contact.id for contact in known]
    history = read_history(work, account, task.now, besides=besides)
    proof = may_contact(request, history, task.now)
    shown = reminder_text(template, account, f"{task.link_base}/c/{TOKEN}", key)
    # The gate judges the words; a token's random letters could spell anything.
    passed, why = task.gate(shown, account) if proof.allowed else (False, "")
    stored = proof.as_json()
    if proof.allowed:
        stored["gate"] = {"allowed": passed, "why": why}
    if not (proof.allowed and passed):
        if proof.allowed:
            stored |= {"allowed": False, "rule": "gate", "reasons": ["gate"]}
        if not _same_refusal(known, stored):
            _note(work, account, template, key, known, "refused", stored, task.now)
        return "refused", "、".join(proof.reasons) or f"gate: {why}"
    if known and known[-1].status == "planned":
        # Its worker died, and nobody knows how far it got.
        gone = {**known[-1].proof, "error": "interrupted", "retry": True}
        work.update_contact(known[-1], "failed", now=task.now, proof=gone)
    contact = _note(work, account, template, key, known, "planned", stored, task.now)
    token = work.create_link(account, account.phone, task.now)
    link = f"{task.link_base}/c/{token}"
    return _Ready(contact, reminder_text(template, account, link, key), shown)


def _settled(contact: Contact, now: datetime) -> tuple[str, str] | None:
    """Why a contact that is noted already is left alone, or nothing."""
    if contact.status in {"sent", "delivered"}:
        return "skipped", "sent_already"
    if contact.status == "planned" and now - contact.at < IN_FLIGHT:
        return "skipped", "in_flight"
    if contact.status == "failed" and contact.proof.get("retry") is False:
        return "skipped", "failed_for_good"
    return None


def _attempts(work: Work, account: Account, key: str) -> list[Contact]:
    """The attempts at one reminder, oldest first: each is a row that stays."""
    return [c for c in work.contacts(account.id) if c.key.partition("#")[0] == key]


def _same_refusal(known: Sequence[Contact], proof: Mapping[str, Any]) -> bool:
    """Whether the attempt before was refused for the same: that is no news."""
    if not known or known[-1].status != "refused":
        return False
    return bool(known[-1].proof.get("reasons") == proof["reasons"])


def _note(
    work: Work,
    account: Account,
    template: str,
    key: str,
    known: Sequence[Contact],
    status: str,
    proof: dict[str, Any],
    now: datetime,
) -> Contact:
    contact, _ = work.record_contact(
        account,
        key=f"{key}#{len(known) + 1}" if known else key,
        channel=CHANNEL,
        address=account.phone,
        template=template,
        status=status,
        proof=proof,
        now=now,
    )
    return contact


def _note_failure(task: _Run, key: str, error: SmsError) -> None:
    with task.casebook.begin() as work:
        contact = work.contact(key)
        assert contact is not None
        proof = {**contact.proof, "error": error.code, "retry": error.retry}
        work.update_contact(contact, "failed", now=task.now, proof=proof)


def _note_sent(task: _Run, ready: _Ready, account: Account, provider_id: str) -> None:
    with task.casebook.begin() as work:
        contact = work.contact(ready.contact.key)
        assert contact is not None
        session = _conversation(work, account, task.now)
        # The stored text carries no working link: only its hash may be kept.
        work.record_outbound(
            session, ready.shown, now=task.now, template=contact.template
        )
        work.update_contact(
            contact, "sent", now=task.now, provider_id=provider_id, session=session
        )


def _conversation(work: Work, account: Account, now: datetime) -> Session:
    """The SMS conversation of this account, so that an answer finds its way back."""
    latest = work.latest_session(CHANNEL, account.phone)
    if latest is not None and latest.account_id == account.id:
        return latest
    return work.new_session(CHANNEL, account.phone, account.id, now)


def _key(account: Account, template: str, now: datetime) -> str:
    day = now.astimezone(ZoneInfo(account.zone)).date().isoformat()
    return f"{account.id}:{template}:{CHANNEL}:{day}"
