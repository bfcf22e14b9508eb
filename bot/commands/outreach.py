"""``hecui outreach plan|run``: who gets a reminder, and sending it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

from actions.casebook.store import Casebook
from bot.channels.gate import reminder_gate
from bot.checking import own_checker
from bot.clock import system_now
from bot.commands.common import Commands, add_now, now_of, say, the_casebook
from bot.errors import HecuiError
from bot.outreach import words
from bot.outreach.reminders import PlannedContact, plan
from bot.outreach.reminders import run as send_reminders
from bot.outreach.sms import ConsoleSender
from bot.settings import Settings

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
        verb.set_defaults(run=step)
        if name == "plan":
            # Only looking may be done at another time: what is sent is sent now, and
            # its proof must say so.
            add_now(verb)


def run_plan(options: argparse.Namespace, settings: Settings) -> int:
    """Print the plan; nothing is sent."""
    with the_casebook(settings) as casebook:
        _check_accounts(casebook, options.account)
        planned = plan(
            casebook,
            now_of(options),
            accounts=options.account,
            link_base=settings.public_url,
        )
    Console().print(_table(planned))
    return 0


def _check_accounts(casebook: Casebook, wanted: Sequence[str] | None) -> None:
    """Refuse ids the casebook does not know: silence would look like a plan."""
    with casebook.begin() as work:
        unknown = [a for a in wanted or () if work.account(a) is None]
    if unknown:
        raise HecuiError(
            f"没有这个账户：{'、'.join(unknown)}",
            "账户编号见 hecui outreach plan 的第一列",
            exit_code=2,
        )


def _table(planned: Sequence[PlannedContact]) -> Table:
    """A row for each account; it fits 80 columns unless the ids are long."""
    table = Table(box=SIMPLE, pad_edge=False)
    table.add_column("账户", overflow="fold")
    for title in ("短信", "号码", "时间", "发送"):
        table.add_column(title, no_wrap=True)
    table.add_column("原因", overflow="fold")
    for contact in planned:
        at = "" if contact.at is None else f"{contact.at.astimezone(ZONE):%m-%d %H:%M}"
        table.add_row(
            contact.account_id,
            words.template(contact.template, contact.segments),
            f"{contact.address[:3]}****{contact.address[-4:]}",
            at,
            "可" if contact.allowed else "否",
            words.reasons(contact.why),
        )
    return table


def run_send(options: argparse.Namespace, settings: Settings) -> int:
    """Send; 1 when the provider did not take a message."""
    gate = reminder_gate(own_checker(os.environ))
    with the_casebook(settings) as casebook:
        _check_accounts(casebook, options.account)
        report = send_reminders(
            casebook,
            ConsoleSender(),
            gate,
            system_now(),
            link_base=settings.public_url,
            accounts=options.account,
        )
    for row in report.rows:
        if row.status != "sent":
            say(
                f"{row.account_id}：{words.STATUS[row.status]}（{words.reasons(row.why)}）"
            )
    say(
        f"已发送 {report.sent}，不许发送 {report.refused}，"
        f"发送失败 {report.failed}，跳过 {report.skipped}"
    )
    return 1 if report.failed else 0
