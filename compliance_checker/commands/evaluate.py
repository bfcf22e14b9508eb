"""``evaluate``: labelled calls in, figures out: a table, or one JSON object."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from compliance_checker.commands.common import (
    CLEAN,
    checker_of,
    input_options,
    options_of,
    rulebook_options,
)
from compliance_checker.commands.parser import Subparsers
from compliance_checker.errors import InputError, Problem
from compliance_checker.evaluate.figures import evaluate
from compliance_checker.evaluate.labels import LABEL_FIELDS, Labels, labels_of
from compliance_checker.evaluate.turns import Judged, error_records
from compliance_checker.report.figures import figures_text
from compliance_checker.report.files import whole_file
from compliance_checker.transcript.read import read_all, sources
from compliance_checker.transcript.source import Row


def add(subparsers: Subparsers) -> None:
    """The command and its options."""
    parser = subparsers.add_parser(
        "evaluate",
        help="用带标注的通话计算查全率、查准率和 F1",
        description="用带标注的通话计算查全率、查准率和 F1。在终端上输出表格，"
        "否则输出一个 JSON 对象。",
    )
    parser.add_argument(
        "files", nargs="+", metavar="文件", help="带标注的通话（docs/formats.md）"
    )
    parser.add_argument(
        "--errors", type=Path, metavar="文件", help="漏检和误报逐条写入此文件"
    )
    parser.add_argument(
        "--json",
        action="store_true",
        help="输出 JSON（输出到文件或管道时总是 JSON）",
    )
    input_options(parser)
    rulebook_options(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the figures.

    Raises:
        ComplianceError: If input or rulebook cannot be used.
    """
    checker = checker_of(arguments)
    labelled = _labelled(arguments)
    judged = [
        Judged(row.call, checker.check(row.call), labels) for row, labels in labelled
    ]
    if arguments.errors:
        with whole_file(arguments.errors) as stream:
            for one in judged:
                for record in error_records(one):
                    stream.write(msgspec.json.encode(record) + b"\n")
    figures: dict[str, Any] = {
        "rulebook": msgspec.to_builtins(checker.rulebook.id),
        **evaluate(judged, checker.rulebook),
    }
    if arguments.json or not sys.stdout.isatty():
        encoded = msgspec.json.format(msgspec.json.encode(figures), indent=2)
        sys.stdout.write(encoded.decode() + "\n")
    else:
        sys.stdout.write(figures_text(figures))
    return CLEAN


def _labelled(arguments: argparse.Namespace) -> list[tuple[Row, Labels]]:
    """The calls and their labels, or all problems with either."""
    labelled: list[tuple[Row, Labels]] = []
    problems: list[Problem] = []
    for row in _rows(arguments, problems):
        labels = labels_of(row.extra, row.call, row.where)
        if isinstance(labels, Labels):
            labelled.append((row, labels))
        else:
            problems.extend(labels)
    if problems:
        raise InputError(problems)
    return labelled


def _rows(arguments: argparse.Namespace, problems: list[Problem]) -> Iterator[Row]:
    options = options_of(arguments, LABEL_FIELDS)
    for one in read_all(sources(arguments.files), arguments.format, options):
        if isinstance(one, Row):
            yield one
        else:
            problems.append(one)
