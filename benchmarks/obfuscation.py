"""How much is still found when the words that matter are disguised, and at what price.

    python benchmarks/obfuscation.py [--write]

Takes the sentences of ``obfuscation_phrases.tsv`` that the checker finds as they are (of
some the words around the marked ones are enough: how many is told), disguises the marked
words in every way
of ``disguise.py``, and counts what is found with the extra readings and without them.
In the same run it counts what the extra readings find in ordinary talk
(the clean calls of ``BENIGN`` and of the archive) that is not found without them.
``--write`` puts the figures into ``docs/resistance.md``.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.archive import lines  # noqa: E402
from benchmarks.disguise import DISGUISES, Disguise  # noqa: E402
from compliance_checker.configured import configured  # noqa: E402
from compliance_checker.model import Call, Case, Collector, Utterance  # noqa: E402
from compliance_checker.pipeline import Checker  # noqa: E402
from compliance_checker.settings import Settings, cache_folder  # noqa: E402
from compliance_checker.transcript.record import call_from_json  # noqa: E402

#: Same disguises in every run.
SEED = 7
#: What must be kept of a way, and of how many of the sixteen.
KEPT, WAYS = 0.95, 14
#: Where ordinary talk is, and so many calls of the archive of ``benchmarks.archive``.
BENIGN = ("benign*.jsonl", "closed_benign*.jsonl", "dev.jsonl")
ARCHIVE = 400
LABELLED = ROOT / "tests" / "labelled"
PAGE = ROOT / "docs" / "resistance.md"


@dataclass(frozen=True)
class Phrase:
    """A sentence with its key words in brackets, and what was said before it."""

    category: str
    before: str
    sentence: str

    @property
    def plain(self) -> str:
        return self.sentence.replace("[", "").replace("]", "")


@dataclass(frozen=True)
class Row:
    """One way: sentences it applies to, found without and with the extra readings."""

    name: str
    tried: int
    without: int
    kept: int


def phrases() -> Iterator[Phrase]:
    """The sentences of the data file."""
    file = Path(__file__).with_name("obfuscation_phrases.tsv")
    for line in file.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield Phrase(*line.split("\t"))


def call(before: str, text: str) -> Call:
    """A call whose last turn is the collector's *text*."""
    case = Case(verified_by="id_last4", verification_known=True)
    header = Call("x", (), channel="voice", lender_type="bank_card", callee="debtor")
    name, _, value = before.partition(": ")
    said: tuple[Utterance, ...] = ()
    if name == "callee":
        header = replace(header, callee=value)  # type: ignore[arg-type]
    elif name == "employer":
        header = replace(header, collector=Collector(employer=value))  # type: ignore[arg-type]
    elif name == "verified":
        case = Case(verified_by=None, verification_known=True)
    elif name:
        said = (Utterance(0, "debtor", value),)
    turns = (*said, Utterance(len(said), "collector", text))
    return replace(header, case=case, turns=turns)


def found(checker: Checker, one: Call) -> set[tuple[int | None, str]]:
    """Turn and category of everything found."""
    return {(f.turn, f.category) for f in checker.check(one).findings}


def has(checker: Checker, phrase: Phrase, text: str) -> bool:
    """Whether the phrase's category is found in *text*."""
    one = call(phrase.before, text)
    return (one.turns[-1].index, phrase.category) in found(checker, one)


def usable(checker: Checker) -> list[Phrase]:
    """The sentences that are found as they stand."""
    return [one for one in phrases() if has(checker, one, one.plain)]


def blanked(checker: Checker, known: Sequence[Phrase]) -> int:
    """How many are found by the words around the marked ones alone."""
    blank = (re.sub(r"\[.*?\]", "某某", one.sentence) for one in known)
    return sum(map(partial(has, checker), known, blank))


def disguised(phrase: Phrase, way: Disguise, chance: random.Random) -> str | None:
    """The sentence with its key words disguised; ``None`` if the way changes none."""

    def other(match: re.Match[str]) -> str:
        return way(match.group(1), chance) or match.group(1)

    text = re.sub(r"\[(.*?)\]", other, phrase.sentence)
    return text if text != phrase.plain else None


def tried(views: Checker, full: Checker, known: Sequence[Phrase], name: str) -> Row:
    """What becomes of all sentences under one way."""
    chance = random.Random(SEED)
    total = without = kept = 0
    for phrase in known:
        text = disguised(phrase, DISGUISES[name], chance)
        if text is None:
            continue
        one = call(phrase.before, text)
        hit = (one.turns[-1].index, phrase.category)
        total += 1
        without += hit in found(views, one)
        kept += hit in found(full, one)
    return Row(name, total, without, kept)


@dataclass(frozen=True)
class Talk:
    """Ordinary utterances: how many, suspected, and findings only by reading again."""

    utterances: int
    suspected: int
    extra: int


def alarms(views: Checker, full: Checker) -> Talk:
    """What the restored readings cost ordinary talk."""
    assert full.scan.restorer
    utterances = suspected = extra = 0
    for one in ordinary_calls():
        texts = [turn.text for turn in one.turns]
        utterances += len(texts)
        suspected += len(full.scan.restorer.suspects.among(texts))
        more = found(full, one) - found(views, one)
        extra += len(more)
        for at, category in more:
            print("false alarm:", category, "in", one.call_id, "turn", at)
    return Talk(utterances, suspected, extra)


def ordinary_calls() -> Iterator[Call]:
    """The calls of the labelled files in which nothing is to be found."""
    files = (file for name in BENIGN for file in sorted(LABELLED.glob(name)))
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record.pop("labels", ()):
                continue
            one = call_from_json(json.dumps(record).encode(), file.name)
            if isinstance(one, Call):
                yield one
    for line in lines(ARCHIVE, share=0.0):
        one = call_from_json(line, "archive")
        if isinstance(one, Call):
            yield one


def page(rows: Sequence[Row], known: int, blank: int, talk: Talk) -> str:
    """The figures as a page."""
    lines = [
        "# Resistance to disguise and to mishearing",
        "",
        "Written by `python benchmarks/obfuscation.py --write`; seed "
        f"{SEED}, {known} sentences of ours over all families, each found as it stands "
        f"({blank} even with other words for the marked ones). Only the marked words are disguised. "
        "Complete verdicts of the shipped checker: *without* restored readings "
        "(`HECUI_CHECKER_RESTORE=0`), and as it is (*kept*).",
        "",
        "| way | sentences | without | kept |",
        "|---|---|---|---|",
        *(
            f"| {row.name} | {row.tried} | {row.without / row.tried:.1%} "
            f"| {row.kept / row.tried:.1%} |"
            for row in rows
        ),
        "",
        f"Ordinary talk (`{'`, `'.join(BENIGN)}` and {ARCHIVE} calls of "
        f"`benchmarks/archive.py`): {talk.utterances} utterances, {talk.suspected} "
        f"suspected ({talk.suspected / talk.utterances:.2%}), "
        f"**{talk.extra}** findings that only the restored readings have "
        f"({10_000 * talk.extra / talk.utterances:.2f} in 10,000).",
        "",
        "The sentences, the confusions of `misheard` and the disguises are ours and "
        "mechanical: they show which kinds pass, not how often each occurs. The words "
        "that are read back come from the rulebook, so a word no rule knows is not. "
        "The benign sentences were looked at while the guards were made; a rate on "
        "talk nobody has seen may be higher.",
        "",
        "What is hard: two letters may be the initials of too many words (qs), and two "
        "swapped characters are often another phrase (拖车走). `misheard` is a list of "
        "likely mistakes, some of which are words (出生 for 畜生); such words stay.",
        "",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Run, print, and write the page if asked."""
    views, full = (
        configured(Settings(cache=cache_folder(os.environ), restore=restore))
        for restore in (False, True)
    )
    known = usable(full)
    without = blanked(full, known)
    print(f"{len(known)} sentences, {without} of them found without the marked words")
    rows = []
    for row in map(partial(tried, views, full, known), DISGUISES):
        rows.append(row)
        print(f"{row.name:20}{row.tried:5}{row.without / row.tried:8.1%}"
              f"{row.kept / row.tried:8.1%}", flush=True)  # fmt: skip
    talk = alarms(views, full)
    print(talk)
    good = sum(row.kept >= KEPT * row.tried for row in rows if row.name != "misheard")
    print(f"kept {KEPT:.0%} or more: {good} of 16 (wanted {WAYS})")
    if "--write" in arguments:
        PAGE.write_text(page(rows, len(known), without, talk), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
