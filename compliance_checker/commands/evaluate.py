"""``evaluate``: labelled calls in, one JSON object of figures out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from compliance_checker.commands.common import (
    CLEAN,
    Subparsers,
    checker_of,
    input_options,
    options_of,
    rulebook_options,
)
from compliance_checker.errors import InputError, Problem
from compliance_checker.evaluate.figures import evaluate
from compliance_checker.evaluate.labels import LABEL_FIELDS, Labels, labels_of
from compliance_checker.evaluate.turns import Judged, error_records
from compliance_checker.report.files import whole_file
from compliance_checker.transcript.read import read_all, sources
from compliance_checker.transcript.source import Row


def add(subparsers: Subparsers[argparse.ArgumentParser]) -> None:
    """The command and its options."""
    parser = subparsers.add_parser(
        "evaluate", help="用带标注的通话计算查全率、查准率和 F1"
    )
    parser.add_argument("files", nargs="+", metavar="LABELLED")
    parser.add_argument(
        "--errors", type=Path, metavar="JSONL", help="漏检和误报逐条写入此文件"
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
    encoded = msgspec.json.format(msgspec.json.encode(figures), indent=2)
    sys.stdout.write(encoded.decode() + "\n")
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
