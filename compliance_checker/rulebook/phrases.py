"""Phrases that can never be found, or that another one finds for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from compliance_checker.model import Utterance
from compliance_checker.rulebook.document import Document
from compliance_checker.rulebook.expression import regex, ways
from compliance_checker.rulebook.pattern import parse
from compliance_checker.rulebook.schema import Detector, Rule
from compliance_checker.rulebook.validate import detectors
from compliance_checker.text.reading import Reading
from compliance_checker.text.recipes import recipe
from compliance_checker.text.view import ViewName

#: Syllables below which the sound view does not look.
FEWEST_SYLLABLES = 3

Lexicons = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase of a rule as the compact view writes it."""

    text: str
    given: str
    detector: Detector
    #: Group and detector, ``$.detect.any[0]``.
    home: str
    path: str


def check(noted: Document, rule: Rule, lexicons: Lexicons) -> None:
    """Note in *noted* every phrase of *rule* that finds nothing of its own."""
    phrases = [*_phrases(rule)]
    for at, one in enumerate(phrases):
        if not any(_occurs(one, view) for view in one.detector.views):
            noted.report(
                "CC251",
                "the phrase can never be found in any view it is looked for",
                "nothing is left without fillers, it holds stops that the view reads "
                "otherwise, or it is too short for the sound view",
                path=one.path,
            )
            continue
        if any(_same(one, other) for other in phrases[:at]):
            noted.report("CC252", f"{one.text!r} stands twice", path=one.path)
        elif "sound" not in one.detector.views and any(
            _inside(other, one) for other in phrases
        ):
            # By sound a short phrase is not looked for, so the longer one counts.
            what = f"{one.text!r} holds another phrase of the list"
            noted.report("CC253", what, path=one.path)
    for one in phrases:
        # As it sounds or is disguised a phrase may escape what takes it back as written.
        disguised = {"sound", "shape"} & set(one.detector.views)
        if disguised or one.home.startswith("$.detect.none"):
            continue
        for path, why in _vetoes(one, rule, lexicons):
            noted.report(
                "CC255",
                f"{one.given!r} can never be reported",
                f"{why} ({path.removeprefix('$.')}) holds wherever it stands",
                path=one.path,
            )
    _too_short(noted, rule)


def _phrases(rule: Rule) -> Iterator[_Phrase]:
    table = recipe("compact").table
    for home, detector in detectors(rule):
        for at, given in enumerate(detector.phrase or ()):
            text = given.translate(table)
            yield _Phrase(text, given, detector, home, f"{home}.phrase[{at}]")


def _occurs(one: _Phrase, view: ViewName) -> bool:
    """Whether the phrase, said as it is written, is there for *view* to find."""
    if len(one.text) < 2:
        return False
    if view == "sound":
        return len(one.text) >= FEWEST_SYLLABLES
    if view == "folded" and "compact" in one.detector.views:
        return False  # the two are scanned as one, on the compact view
    name: ViewName = "folded" if view == "folded" else "compact"
    wanted = one.given.translate(recipe(name).table)
    reading = Reading(Utterance(index=0, role="collector", text=f"甲{one.given}乙"))
    texts = [one_.text for one_ in reading.views(view)] or [reading.view(view).text]
    return any(wanted in text for text in texts)


def _same(one: _Phrase, other: _Phrase) -> bool:
    return one.text == other.text and _covers(other, one)


def _inside(other: _Phrase, one: _Phrase) -> bool:
    return (
        other.text != one.text
        and len(other.text) > 1
        and other.text in one.text
        and _covers(other, one)
    )


def _covers(other: _Phrase, one: _Phrase) -> bool:
    """Whether what finds *one* finds *other* too, for the same purpose."""
    if other.home == one.home:
        return True
    # Of ``all`` each counts for itself.
    alike = other.home.split("[")[0] == one.home.split("[")[0] != "$.detect.all"
    return alike and set(other.detector.views) >= set(one.detector.views)


def _vetoes(one: _Phrase, rule: Rule, lexicons: Lexicons) -> Iterator[tuple[str, str]]:
    """What always takes the phrase back: an ``except`` around it, a ``none`` in it."""
    for at, pattern in enumerate(rule.except_):
        if _always(pattern, one, lexicons, whole=True):
            yield f"$.except[{at}]", "an except"
    for path, detector in detectors(rule):
        if not path.startswith("$.detect.none") or "compact" not in detector.views:
            continue
        table = recipe("compact").table
        if any(
            word.translate(table) in one.text for word in detector.phrase or ()
        ) or any(
            _always(pattern, one, lexicons, whole=False)
            for pattern in detector.patterns
        ):
            yield path, "a none"


def _always(pattern: str, one: _Phrase, lexicons: Lexicons, *, whole: bool) -> bool:
    """Whether *pattern* matches in (or around) the phrase, whatever stands beside it."""
    table = recipe("compact").table

    def written(text: str) -> str:
        return text.translate(table)

    for way in ways(parse(pattern, lexicons)):
        expression = re.compile(regex(way, written))
        # Alone and between other characters: ^, $ and [^…] may hold in one only.
        if all(
            any(
                _reaches(match, len(before), len(before) + len(one.text), whole=whole)
                for match in expression.finditer(f"{before}{one.text}{after}")
            )
            for before, after in (("", ""), ("甲", "乙"))
        ):
            return True
    return False


def _reaches(match: re.Match[str], start: int, end: int, *, whole: bool) -> bool:
    """Whether a match covers ``[start, end)``, or (not *whole*) lies within it."""
    if whole:
        return match.start() <= start and match.end() >= end
    return match.start() >= start and match.end() <= end


def _too_short(noted: Document, rule: Rule) -> None:
    for path, detector in detectors(rule):
        texts = [
            text.translate(recipe("compact").table) for text in detector.phrase or ()
        ]
        short = all(len(text) < FEWEST_SYLLABLES for text in texts)
        if texts and short and "sound" in detector.views:
            noted.report(
                "CC254",
                "the sound view looks for three syllables or more",
                path=f"{path}.views",
            )
