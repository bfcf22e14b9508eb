"""``hecui accounts import FILE``: a lender's overdue accounts into the casebook."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.clock import system_now
from bot.commands.common import Commands, say, the_casebook
from bot.errors import HecuiError
from bot.outreach.accounts import (
    AccountsFileError,
    ImportReport,
    Progress,
    import_accounts,
)
from bot.outreach.accounts_report import write_report
from bot.outreach.progress import progress_bar
from bot.settings import Settings


def add(commands: Commands) -> None:
    """Add ``accounts`` to the command line."""
    top = commands.add_parser("accounts", help="overdue accounts")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    imports = verbs.add_parser(
        "import",
        help="read a CSV or XLSX file of accounts",
        epilog="Columns, the names they are known by, and fields: docs/operations.md.",
    )
    imports.add_argument("file", type=Path)
    imports.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="COLUMN=FIELD",
        help="read the column of this name as this field, e.g. 联系手机=phone; "
        "may be repeated",
    )
    imports.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help="the same value in every row, e.g. lender=恒信银行; may be repeated",
    )
    imports.add_argument(
        "--report",
        type=Path,
        metavar="FILE",
        help="write refused rows with the reason beside each (.csv or .xlsx)",
    )
    imports.add_argument("--json", action="store_true", help="print counts as JSON")
    imports.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Import; 1 when rows were refused, 2 when the file cannot be read."""
    named = dict(_pair("--map", "COLUMN=FIELD", pair) for pair in options.map)
    shared = dict(_pair("--set", "FIELD=VALUE", pair) for pair in options.set)
    mapping = {field: column for column, field in named.items()}
    mapping |= {field: f"={value}" for field, value in shared.items()}
    with the_casebook(settings) as casebook:
        try:
            with _bar() as progress:
                report = import_accounts(
                    options.file,
                    casebook,
                    system_now(),
                    mapping or None,
                    progress=progress,
                )
            if report.refused and options.report is not None:
                write_report(report, options.report)
        except AccountsFileError as error:
            raise HecuiError(error.message, error.hint, exit_code=2) from error
        except OSError as error:
            # Names the file only; what the system says of it is enough.
            place = error.filename or options.file
            raise HecuiError(f"{place}: {error.strerror}", exit_code=2) from error
    _tell(report, as_json=options.json)
    if report.refused and options.report is None:
        say("write the refused rows with --report FILE.csv")
    return 1 if report.refused else 0


@contextlib.contextmanager
def _bar() -> Iterator[Progress | None]:
    """A progress bar where somebody is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    with progress_bar("import", sys.stderr) as progress:
        yield progress


def _pair(option: str, wanted: str, text: str) -> tuple[str, str]:
    """Both sides of an option's pair."""
    left, equals, right = text.partition("=")
    if not (left and equals and right):
        raise HecuiError(f"{option} wants {wanted}, not {text!r}", exit_code=2)
    return left, right


def _tell(report: ImportReport, *, as_json: bool) -> None:
    if not as_json:
        print(report.summary())
        return
    counts = {
        "rows": report.rows,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": len(report.refused),
    }
    print(json.dumps(counts))
