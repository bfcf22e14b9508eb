"""``audit``: an archive in, verdicts, problems and a report out."""

from __future__ import annotations

import argparse
import os
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from compliance_checker.audit.run import Audit, Outcome, Plan, plan, run
from compliance_checker.commands.common import (
    BAD_INPUT,
    CLEAN,
    FINDINGS,
    dial_log_option,
    input_options,
    mask_option,
    options_of,
    rulebook_options,
    settings_of,
    tell_left_out,
)
from compliance_checker.commands.parser import Subparsers
from compliance_checker.report.case import SHANGHAI
from compliance_checker.report.text import summary_text


def add(subparsers: Subparsers) -> None:
    """The command and its options."""
    parser = subparsers.add_parser(
        "audit",
        help="审计整个档案",
        description="审计文件夹或 JSONL 档案，写出 verdicts.jsonl、problems.jsonl、"
        "summary.json 和 report.html。退出码：0 未发现问题，1 有问题，2 没有一通能读。",
    )
    parser.add_argument(
        "archive", type=Path, metavar="档案", help="文件夹或 JSONL 文件"
    )
    parser.add_argument(
        "--output", type=Path, required=True, metavar="文件夹", help="结果写到这里"
    )
    parser.add_argument(
        "--workers",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="个数",
        help="进程数（默认等于处理器核数）",
    )
    parser.add_argument("--resume", action="store_true", help="从中断处继续")
    mask_option(parser, "report.html ")
    input_options(parser)
    dial_log_option(parser)
    rulebook_options(parser)
    parser.set_defaults(run=run_command)


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} 不是进程数")
    return int(text)


def run_command(arguments: argparse.Namespace) -> int:
    """Audit the archive; 0 clean, 1 findings, 2 if nothing could be read.

    Raises:
        ComplianceError: If archive, rulebook or output cannot be used.
    """
    audit = Audit(
        archive=arguments.archive,
        output=arguments.output,
        settings=settings_of(arguments),
        format=arguments.format,
        options=options_of(arguments),
        workers=arguments.workers,
        resume=arguments.resume,
        masked=arguments.mask,
    )
    outcome = _with_progress(audit, plan(audit))
    print(summary_text(outcome.summary.outcomes), end="")
    written = "verdicts.jsonl、report.html、summary.json"
    if outcome.problems:
        written += f"；读不了的 {outcome.problems} 条见 problems.jsonl"
    tell_left_out([audit.archive])
    print(f"结果在 {audit.output}：{written}")
    if not outcome.summary.calls:
        return BAD_INPUT
    return CLEAN if outcome.summary.outcomes.keys() <= {"clean"} else FINDINGS


def _with_progress(audit: Audit, planned: Plan) -> Outcome:
    columns = (
        TextColumn("审计"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[calls]} 通，{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("还需"),
        TimeRemainingColumn(),
    )
    began = datetime.now(SHANGHAI)
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=planned.size or 1, calls=0, rate="")
        done = 0

        def progress(size: int, calls: int) -> None:
            nonlocal done
            done += calls
            seconds = (datetime.now(SHANGHAI) - began).total_seconds() or 1.0
            rate = f"{done / seconds:,.0f} 通/秒"
            bar.update(task, advance=size, calls=done, rate=rate)

        return run(audit, planned, now=began, progress=progress)
