"""``check``: transcripts in, findings out."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from compliance_checker.call.dials import DialLog
from compliance_checker.commands.common import (
    BAD_INPUT,
    CLEAN,
    FINDINGS,
    checker_of,
    dial_log_option,
    input_options,
    mask_option,
    options_of,
    rulebook_options,
    settings_of,
    tell_left_out,
    tell_notes,
    tell_problems,
)
from compliance_checker.commands.parser import Subparsers
from compliance_checker.dialled import with_dials
from compliance_checker.errors import Problem, SettingsError
from compliance_checker.model import Verdict
from compliance_checker.pipeline import Checker
from compliance_checker.report.case import Glossary, case_of, glossary
from compliance_checker.report.dials import dials_text
from compliance_checker.report.files import whole_file
from compliance_checker.report.html import report_html
from compliance_checker.report.overlays import overlay_facts, overlay_lines
from compliance_checker.report.record import verdict_line
from compliance_checker.report.summary import Summary, count
from compliance_checker.report.table import cases_csv, write_xlsx
from compliance_checker.report.text import (
    Numbers,
    case_text,
    sources_text,
    summary_text,
)
from compliance_checker.transcript.dial_log import read_dial_log
from compliance_checker.transcript.read import calls_or_error, read_all, sources
from compliance_checker.transcript.source import Read, Row

REPORTS = (".html", ".csv", ".xlsx")


def add(subparsers: Subparsers) -> None:
    """The command and its options."""
    parser = subparsers.add_parser(
        "check",
        help="检查通话或消息记录",
        description="检查通话或消息记录。退出码：0 未发现问题，1 有问题或未能检查，"
        "2 输入有错。",
    )
    parser.add_argument(
        "files", nargs="+", metavar="文件", help="文件、文件夹；- 为标准输入"
    )
    input_options(parser)
    parser.add_argument(
        "--output", type=Path, metavar="文件", help="结论写入此文件（JSON Lines）"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON Lines")
    parser.add_argument("--quiet", action="store_true", help="只输出一行汇总")
    parser.add_argument(
        "--report", type=Path, metavar="文件", help="另写报告：.html、.csv 或 .xlsx"
    )
    mask_option(parser)
    parser.add_argument(
        "--skip-bad",
        action="store_true",
        help="跳过有错的通话，其余照常检查（退出码仍为 2）",
    )
    dial_log_option(parser)
    rulebook_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check the files; 0 clean, 1 findings, 2 bad input.

    Without ``--skip-bad`` everything is read before anything is judged or written.

    Raises:
        ComplianceError: If input, rulebook or settings cannot be used.
    """
    _check_report(arguments.report)
    path = settings_of(arguments).dial_log
    log = read_dial_log(path) if path else None
    checker = checker_of(arguments)
    names = glossary(checker.rulebook)
    reads: Iterable[Read] = read_all(
        sources(arguments.files), arguments.format, options_of(arguments)
    )
    if not arguments.skip_bad:
        reads = calls_or_error(reads)
    problems: list[Problem] = []
    rows: list[Row] = []
    summary = Summary()
    numbers: Numbers = {}
    with _output(arguments.output) as stream:
        for row, verdict in _judged(checker, reads, rows, problems, log):
            count(summary, row.call, verdict)
            if stream:
                stream.write(verdict_line(verdict))
            if arguments.report:
                summary.cases.append(
                    case_of(row.call, verdict, names, masked=arguments.mask)
                )
            if arguments.json and not arguments.quiet:
                sys.stdout.write(verdict_line(verdict).decode())
            elif not arguments.quiet:
                _print(row, verdict, names, numbers, masked=arguments.mask)
    if arguments.report:
        _write_report(arguments.report, summary, names, checker)
    if not arguments.json:
        sys.stdout.write(sources_text(numbers))
        sys.stdout.write(summary_text(summary.outcomes))
        if checker.rulebook.overlays:
            print(overlay_lines(checker.rulebook))
        if log is not None:
            sys.stdout.write(dials_text(log, checker.rulebook.policy.dialling))
    tell_left_out(arguments.files)
    tell_notes(rows)
    tell_problems(problems)
    if problems:
        return BAD_INPUT
    return CLEAN if summary.outcomes.keys() <= {"clean"} else FINDINGS


def _judged(
    checker: Checker,
    reads: Iterable[Read],
    rows: list[Row],
    problems: list[Problem],
    log: DialLog | None,
) -> Iterator[tuple[Row, Verdict]]:
    for one in reads:
        if isinstance(one, Problem):
            problems.append(one)
            continue
        if one.notes:
            rows.append(one)
        verdict = checker.check(one.call)
        if log is not None:
            verdict = with_dials(verdict, one.call, log, checker.rulebook)
        yield one, verdict


@contextlib.contextmanager
def _output(path: Path | None) -> Iterator[BinaryIO | None]:
    if path is None:
        yield None
        return
    with whole_file(path) as stream:
        yield stream


def _print(
    row: Row, verdict: Verdict, names: Glossary, numbers: Numbers, *, masked: bool
) -> None:
    """The case in words, its sources by number."""
    colour = sys.stdout.isatty()
    case = case_of(row.call, verdict, names, masked=masked)
    sys.stdout.write(case_text(case, colour=colour, numbers=numbers))
    if verdict.findings or verdict.call_findings:
        sys.stdout.write("\n")


def _check_report(path: Path | None) -> None:
    if path is not None and path.suffix.lower() not in REPORTS:
        what = f"unknown kind of report {path.suffix!r}"
        hint = f"end the name in {', '.join(REPORTS)}"
        raise SettingsError([Problem("CC531", "--report", what, hint)])


def _write_report(
    path: Path, summary: Summary, names: Glossary, checker: Checker
) -> None:
    suffix = path.suffix.lower()
    with whole_file(path) as stream:
        if suffix == ".xlsx":
            write_xlsx(summary.cases, stream)
        elif suffix == ".csv":
            stream.write(cases_csv(summary.cases).encode())
        else:
            rulebook = checker.rulebook
            facts = {"规则库": rulebook.id.version, **overlay_facts(rulebook)}
            page = report_html(summary, names, title="催收合规检查报告", facts=facts)
            stream.write(page.encode())
