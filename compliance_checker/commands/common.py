"""Options that several commands share, and what they stand for."""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from compliance_checker.configured import configured
from compliance_checker.errors import Problem
from compliance_checker.model import ROLES, Role
from compliance_checker.pipeline import Checker
from compliance_checker.report.problems import chinese, problems_text
from compliance_checker.rulebook.load import Rulebook, rulebook_as_set
from compliance_checker.settings import Settings, read_settings
from compliance_checker.transcript.formats import READERS
from compliance_checker.transcript.read import MOST_SHOWN, left_out
from compliance_checker.transcript.source import Options, Row
from compliance_checker.transcript.speakers import parse_map

CLEAN, FINDINGS, BAD_INPUT = 0, 1, 2


def rulebook_options(parser: argparse.ArgumentParser) -> None:
    """Options that choose another rulebook than the packaged one."""
    group = parser.add_argument_group("规则库")
    group.add_argument(
        "--rules", type=Path, metavar="文件夹", help="规则文件夹（默认用自带规则）"
    )
    group.add_argument("--lexicons", type=Path, metavar="文件夹", help="词表文件夹")
    group.add_argument(
        "--overlay",
        type=Path,
        metavar="文件夹",
        action="append",
        default=[],
        help="叠加本机构自己的规则、词表和改动（含 overlay.yaml），可多次给出",
    )


def input_options(parser: argparse.ArgumentParser) -> None:
    """Options that say how transcripts are to be read."""
    parser.add_argument(
        "--format",
        choices=["auto", *READERS],
        default="auto",
        metavar="格式",
        help=f"输入格式：{'、'.join(READERS)}（默认 auto：按扩展名和内容判断）",
    )
    parser.add_argument(
        "--map",
        type=_roles,
        default={},
        metavar="0=collector,1=debtor",
        help="说话人或声道对应的角色；* 表示其余所有人",
    )


def mask_option(parser: argparse.ArgumentParser, what: str = "结果和报告") -> None:
    """Whether people are shown the personal data in what was said."""
    parser.add_argument(
        "--mask",
        action=argparse.BooleanOptionalAction,
        default=True,
        help=f"{what}里的身份证号、卡号、电话、住址等打上星号（默认打；"
        "JSON 结论总是原文，好用起止位置核对）",
    )


def _roles(text: str) -> dict[str, Role]:
    try:
        return parse_map(text)
    except ValueError as error:
        known = "、".join(ROLES)
        what = f"写成 说话人=角色，角色为 {known}"
        raise argparse.ArgumentTypeError(what) from error


def dial_log_option(parser: argparse.ArgumentParser) -> None:
    """The option that names the dialler's log."""
    parser.add_argument(
        "--dial-log",
        type=Path,
        metavar="文件",
        help="拨打记录（CSV 或 JSON Lines），用来检查 C02、C03",
    )


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
        dial_log=getattr(arguments, "dial_log", None) or settings.dial_log,
    )


def rulebook_of(arguments: argparse.Namespace) -> Rulebook:
    """The rulebook that options and environment name.

    Raises:
        ComplianceError: If it cannot be used.
    """
    return rulebook_as_set(settings_of(arguments))


def checker_of(arguments: argparse.Namespace) -> Checker:
    """A checker as options and environment want it.

    Raises:
        ComplianceError: If the rulebook cannot be used.
    """
    return configured(settings_of(arguments))


def options_of(
    arguments: argparse.Namespace, extra: frozenset[str] = frozenset()
) -> Options:
    """How to read, as the options say."""
    return Options(roles=arguments.map, extra=extra)


def tell(*lines: str) -> None:
    """Say something to the person at the terminal, beside the output."""
    for line in lines:
        print(line, file=sys.stderr)


def tell_left_out(names: Iterable[str | Path]) -> None:
    """Say which files of the folders among *names* are no transcripts."""
    for name in names:
        folder = Path(name)
        if folder.is_dir():
            tell(
                *(
                    f"已跳过 {path}：不是通话记录（没有 call_id 和 turns）"
                    for path in left_out(folder)
                )
            )


def tell_problems(problems: Iterable[Problem]) -> None:
    """List problems beside the output."""
    tell(problems_text(problems, MOST_SHOWN))


def tell_notes(rows: Iterable[Row]) -> None:
    """Say once a kind what was assumed about calls, and about how many."""
    counts: dict[str, int] = {}
    for row in rows:
        for note in row.notes:
            counts[note] = counts.get(note, 0) + 1
    for note, number in counts.items():
        tell(f"注意：{chinese(note)}（{number} 通）")


def stem(where: str) -> str:
    """The rule or list that ``rules/T5/T5.3-x.yaml:9`` is about."""
    name = PurePath(where.split(":")[0]).name
    return name.removesuffix(".yaml").removesuffix(".txt")


def unknown(code: str, known: Iterable[str]) -> int:
    """Say that *code* is none of the *known*, and which of them are like it."""
    near = _near(code, sorted(known))
    tell(f"没有这样的规则、类别、检查或文件：{code}")
    if near:
        tell(f"    提示：是不是要找 {'、'.join(near)}？")
    return BAD_INPUT


def _near(code: str, known: Sequence[str]) -> list[str]:
    """The ids most like *code*: written alike, or of the same sub-category."""
    code = stem(code)
    alike = difflib.get_close_matches(code, known, 3, 0.6)
    category = code.split("-")[0]
    same = [one for one in known if one.startswith(f"{category}-")] if category else []
    ranked = sorted(
        same, key=lambda one: -difflib.SequenceMatcher(None, code, one).ratio()
    )
    return list(dict.fromkeys([*alike, *ranked]))[:3] or difflib.get_close_matches(
        code, known, 3, 0.4
    )
