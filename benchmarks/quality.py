"""Accuracy on the named sets of labelled sentences and calls.

    python benchmarks/quality.py [--write] [--rules-alone] [SET …]

A set is a group of files under ``tests/labelled``; which of them rule authors could read
while they wrote is said beside each, because only figures on unread sets say anything of
sentences to come.  Only totals are printed, never a sentence: a set stays blind only
as long as nobody sees its rows.  ``--write`` puts the table into ``RESULTS.md``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.results import provenance, write_section  # noqa: E402
from compliance_checker.evaluate.figures import evaluate  # noqa: E402
from compliance_checker.evaluate.labels import LABEL_FIELDS, Labels, labels_of  # noqa: E402
from compliance_checker.evaluate.turns import Judged  # noqa: E402
from compliance_checker.pipeline import Checker  # noqa: E402
from compliance_checker.rulebook.load import load_rulebook  # noqa: E402
from compliance_checker.transcript.read import read_all, sources  # noqa: E402
from compliance_checker.transcript.source import Options, Row  # noqa: E402
from compliance_checker.weigh import kept  # noqa: E402

LABELLED = ROOT / "tests" / "labelled"
BATCH = 256

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Set:
    """Files that are measured together."""

    name: str
    files: tuple[str, ...]
    #: Whether authors of rules read it, or weights were learned from it.
    read: str


SETS = (
    Set("test", ("test.jsonl",), "not read"),
    Set("blind", ("blind*.jsonl",), "not read"),
    Set("calls_blind", ("calls_blind.jsonl",), "not read"),
    Set("closed_calls", ("closed_calls.jsonl",), "not read"),
    Set("closed4", ("closed4.jsonl",), "not read"),
    Set("closed5", ("closed5.jsonl",), "not read"),
    Set("closed_benign", ("closed_benign*.jsonl",), "not read"),
    Set("dev", ("dev*.jsonl", "closed3.jsonl", "closed_dev2_*.jsonl"), "read"),
    Set("benign", ("benign*.jsonl",), "read"),
)


def judged(checker: Checker, files: Sequence[Path]) -> Iterator[Judged]:
    """Every call of the files with its verdict and its labels."""
    rows: list[tuple[Row, Labels]] = []
    options = Options(roles={}, extra=LABEL_FIELDS)
    for one in read_all(sources([str(file) for file in files]), "auto", options):
        assert isinstance(one, Row), "a labelled file cannot be read"
        labels = labels_of(one.extra, one.call, one.where)
        assert isinstance(labels, Labels), "labels cannot be read"
        rows.append((one, labels))
    for at in range(0, len(rows), BATCH):
        part = rows[at : at + BATCH]
        verdicts = checker.check_all([row.call for row, _ in part])
        for (row, labels), verdict in zip(part, verdicts, strict=True):
            yield Judged(row.call, verdict, labels)


def files_of(one: Set) -> list[Path]:
    """The files of a set that are there."""
    return sorted(path for name in one.files for path in LABELLED.glob(name))


def cell(record: Figures, name: str) -> str:
    """A share in per cent with its interval."""
    if record[name] is None:
        return "–"
    low, high = record[f"{name}_95"]
    return f"{100 * record[name]:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def line(name: str, record: Figures) -> str:
    """A row of the table."""
    shares = " | ".join(cell(record, one) for one in ("precision", "recall", "f1"))
    return f"| {name} | {record['labelled']} | {record['false_positive']} | {shares} |"


HEADER = (
    "| | labelled | false | precision | recall | F1 |",
    "|---|---|---|---|---|---|",
)


def section(one: Set, figures: Figures) -> Iterator[str]:
    """What is told of a set: totals, severities, families, false alarms."""
    yield f"### {one.name}\n"
    yield (
        f"{figures['calls']} calls, {figures['turns']} judged turns; {one.read} by the "
        "authors of rules.\n"
    )
    alarms = figures["false_alarms"]
    if figures["overall_with_review"]["labelled"]:
        yield from HEADER
        yield line("violation", figures["overall"])
        yield line("with review", figures["overall_with_review"])
        for name, record in figures["severities"].items():
            yield line(name, record)
        yield ""
    if alarms["clean_turns"]:
        low, high = alarms["per_10000_95"]
        yield (
            f"False alarms: {alarms['violations']} violations "
            f"({alarms['with_review']} with review) in {alarms['clean_turns']} lawful "
            f"turns: {alarms['per_10000']:.1f} ({low:.1f}–{high:.1f}) in 10,000.\n"
        )
    if one.read == "read" and figures["categories"]:
        yield "By category:\n"
        yield from HEADER
        for name, record in figures["categories"].items():
            yield line(name, record)
        yield ""


def main() -> None:
    """Measure the sets and print them; write them if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", metavar="SET")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--rules-alone", action="store_true", help="without weights")
    options = parser.parse_args()
    names = [one.name for one in SETS]
    if unknown := set(options.sets) - set(names):
        parser.error(f"no set {', '.join(unknown)}; there are {', '.join(names)}")
    weigher = None if options.rules_alone else kept.read()
    hearer = None if options.rules_alone else kept.read_cues()
    checker = Checker(load_rulebook(), weigher=weigher, hearer=hearer)
    rulebook = checker.rulebook.id
    parts = [
        f"{provenance('python benchmarks/quality.py --write')}; rulebook "
        f"{rulebook.version} {rulebook.sha256[:12]}. Shares in per cent with their 95 % "
        "interval (Wilson). A turn is the unit; *violation* counts sure findings, "
        "*with review* those for a person too; severities go by category.\n"
    ]
    for one in SETS:
        if (options.sets and one.name not in options.sets) or not files_of(one):
            continue
        figures = evaluate(judged(checker, files_of(one)), checker.rulebook)
        text = "\n".join(section(one, figures))
        print(text, flush=True)
        parts.append(text)
    if options.write:
        write_section("Quality", "\n".join(parts))


if __name__ == "__main__":
    main()
