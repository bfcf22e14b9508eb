"""``hecui outreach plan|run``: who gets a reminder, and sending it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from bot.channels.gate import reminder_gate
from bot.commands.common import Commands, add_now, now_of, say, the_casebook
from bot.outreach.reminders import PlannedContact, plan
from bot.outreach.reminders import run as send_reminders
from bot.outreach.sms import ConsoleSender
from bot.settings import Settings
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook

ZONE = ZoneInfo("Asia/Shanghai")


def add(commands: Commands) -> None:
    """Add ``outreach`` to the command line."""
    top = commands.add_parser("outreach", help="reminders under the contact policy")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name, summary, step in (
        ("plan", "show who would get what, when, and why not", run_plan),
        ("run", "send what is due and allowed; safe to run again", run_send),
    ):
        verb = verbs.add_parser(name, help=summary)
        verb.add_argument(
            "--account", action="append", metavar="ID", help="only this account"
        )
        add_now(verb)
        verb.set_defaults(run=step)


def run_plan(options: argparse.Namespace, settings: Settings) -> int:
    """Print the plan; nothing is sent."""
    with the_casebook(settings) as casebook:
        planned = plan(
            casebook,
            now_of(options),
            accounts=options.account,
            link_base=settings.public_url,
        )
    Console().print(_table(planned))
    return 0


def _table(planned: Sequence[PlannedContact]) -> Table:
    table = Table("账户", "模板", "渠道", "号码", "时间", "可否", "原因", "条数")
    for contact in planned:
        at = "" if contact.at is None else f"{contact.at.astimezone(ZONE):%m-%d %H:%M}"
        table.add_row(
            contact.account_id,
            contact.template or "",
            contact.channel,
            f"{contact.address[:3]}****{contact.address[-4:]}",
            at,
            "可" if contact.allowed else "否",
            contact.why,
            str(contact.segments or ""),
        )
    return table


def run_send(options: argparse.Namespace, settings: Settings) -> int:
    """Send; 1 when the provider did not take a message."""
    gate = reminder_gate(Checker(load_rulebook()))
    with the_casebook(settings) as casebook:
        report = send_reminders(
            casebook,
            ConsoleSender(),
            gate,
            now_of(options),
            link_base=settings.public_url,
            accounts=options.account,
        )
    for row in report.rows:
        if row.status != "sent":
            say(f"{row.account_id}: {row.status} ({row.why})")
    say(
        f"sent {report.sent}, refused {report.refused}, "
        f"failed {report.failed}, skipped {report.skipped}"
    )
    return 1 if report.failed else 0
