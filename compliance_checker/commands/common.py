"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from compliance_checker.errors import Problem
from compliance_checker.model import Role
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import Rulebook, load_rulebook
from compliance_checker.settings import Settings, read_settings
from compliance_checker.transcript.formats import READERS
from compliance_checker.transcript.read import shown
from compliance_checker.transcript.source import Options, Row
from compliance_checker.transcript.speakers import parse_map

CLEAN, FINDINGS, BAD_INPUT = 0, 1, 2

Subparsers = argparse._SubParsersAction  # the only name argparse has for it


def rulebook_options(parser: argparse.ArgumentParser) -> None:
    """Options that choose another rulebook than the packaged one."""
    group = parser.add_argument_group("rulebook")
    group.add_argument(
        "--rules", type=Path, metavar="DIR", help="规则文件夹（默认用自带规则）"
    )
    group.add_argument("--lexicons", type=Path, metavar="DIR", help="词表文件夹")
    group.add_argument(
        "--overlay",
        type=Path,
        metavar="DIR",
        action="append",
        default=[],
        help="叠加的 rules/ 和 lexicons/，可多次给出",
    )


def input_options(parser: argparse.ArgumentParser) -> None:
    """Options that say how transcripts are to be read."""
    parser.add_argument(
        "--format",
        choices=["auto", *READERS],
        default="auto",
        help="输入格式（默认按扩展名和内容判断）",
    )
    parser.add_argument(
        "--map",
        type=_roles,
        default={},
        metavar="0=collector,1=debtor",
        help="说话人或声道对应的角色；* 表示其余所有人",
    )


def _roles(text: str) -> dict[str, Role]:
    try:
        return parse_map(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The settings of the environment, with what the options say instead.

    Raises:
        SettingsError: If the environment holds a value that cannot work.
    """
    settings = read_settings(os.environ)
    return replace(
        settings,
        rules=arguments.rules or settings.rules,
        lexicons=arguments.lexicons or settings.lexicons,
        overlays=(*settings.overlays, *arguments.overlay),
    )


def rulebook_of(arguments: argparse.Namespace) -> Rulebook:
    """The rulebook that options and environment name.

    Raises:
        ComplianceError: If it cannot be used.
    """
    settings = settings_of(arguments)
    return load_rulebook(settings.rules, settings.lexicons, overlays=settings.overlays)


def checker_of(arguments: argparse.Namespace) -> Checker:
    """A checker as options and environment want it.

    Raises:
        ComplianceError: If the rulebook cannot be used.
    """
    budget = settings_of(arguments).budget_seconds
    return Checker(rulebook_of(arguments), budget_seconds=budget)


def options_of(
    arguments: argparse.Namespace, extra: frozenset[str] = frozenset()
) -> Options:
    """How to read, as the options say."""
    return Options(roles=arguments.map, extra=extra)


def tell(*lines: str) -> None:
    """Say something to the person at the terminal, beside the output."""
    for line in lines:
        print(line, file=sys.stderr)


def tell_problems(problems: Iterable[Problem]) -> None:
    """List problems beside the output."""
    tell(shown(problems))


def tell_notes(rows: Iterable[Row]) -> None:
    """Say once a kind what was assumed about calls, and about how many."""
    counts: dict[str, int] = {}
    for row in rows:
        for note in row.notes:
            counts[note] = counts.get(note, 0) + 1
    for note, number in counts.items():
        tell(f"note: {note} ({number} calls)")
