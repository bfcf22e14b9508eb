"""What makes one rule unusable: found when it is loaded, told with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from compliance_checker.personal.values import Kind
from compliance_checker.rulebook.document import Document
from compliance_checker.rulebook.expression import vanishing
from compliance_checker.rulebook.names import (
    CATEGORIES,
    FACTS,
    SAID,
    STATES,
    VERIFIERS,
)
from compliance_checker.rulebook.pattern import PatternError, parse
from compliance_checker.rulebook.schema import (
    DEFAULT_VIEWS,
    REQUIRED,
    BasisRef,
    Cue,
    Detector,
    Instrument,
    Part,
    Rule,
)
from compliance_checker.rulebook.tokens import problem as token_problem

Lexicons = Mapping[str, tuple[str, ...]]

_ID = re.compile(r"(T\d+\.\d+)-[a-z0-9]+(-[a-z0-9]+)*")


def rule(
    document: Document, one: Rule, lexicons: Lexicons, basis: Mapping[str, Instrument]
) -> None:
    """Note in *document* everything that keeps the rule from being used."""
    _required(document, one)
    _names(document, one)
    for path, detector in detectors(one):
        _detector(document, path, detector, lexicons)
    for at, pattern in enumerate(one.except_):
        _pattern(document, f"$.except[{at}]", pattern, lexicons)
    references(document, one.basis, basis, "$.basis")
    _facts(document, one)


def cue(document: Document, name: str, one: Cue, lexicons: Lexicons) -> None:
    """Note in *document* everything that keeps a cue from being used."""
    for at, pattern in enumerate(one.patterns):
        path = f"$.{name}.patterns[{at}]"
        _pattern(document, path, pattern, lexicons, one.views)
    for at, pattern in enumerate(one.except_):
        _pattern(document, f"$.{name}.except[{at}]", pattern, lexicons)
    _verifiers(document, one.unless, f"$.{name}.unless")


def detectors(one: Rule) -> Iterator[tuple[str, Detector]]:
    """Every detector of a rule, with its path in the file."""
    for group in ("any", "all", "none"):
        for at, detector in enumerate(getattr(one.detect, group)):
            yield f"$.detect.{group}[{at}]", detector


def _required(document: Document, one: Rule) -> None:
    for name in REQUIRED:
        if name not in document.fields:
            document.report(
                "CC106", f"the rule has no {name!r}", "see docs/rule-format.md"
            )
        elif document.value.get(name) in ("", [], {}, None) and name in document.value:
            document.report("CC106", f"{name!r} is empty", path=f"$.{name}")
    if not one.detect.any and not one.detect.all and document.value.get("detect"):
        document.report(
            "CC107", "nothing to detect: no 'any', no 'all'", path="$.detect"
        )


def _names(document: Document, one: Rule) -> None:
    stem = document.name.rsplit("/", 1)[-1].removesuffix(".yaml")
    match = _ID.fullmatch(one.id)
    if one.id and not match:
        document.report(
            "CC108", f"{one.id!r} is no rule id", "T5.3-a-name", path="$.id"
        )
    elif match and one.category and match.group(1) != one.category:
        document.report(
            "CC108", f"id and category {one.category!r} differ", path="$.category"
        )
    if one.id and one.id != stem:
        document.report(
            "CC108", "the id is not the file's name", f"{stem!r}", path="$.id"
        )
    if one.category and one.category not in CATEGORIES:
        document.report("CC109", f"no category {one.category!r}", path="$.category")
    _verifiers(document, one.unless, "$.unless")


def _verifiers(document: Document, names: tuple[str, ...], path: str) -> None:
    for at, name in enumerate(names):
        if name not in VERIFIERS:
            document.report(
                "CC110",
                f"no verifier {name!r}",
                f"known: {', '.join(sorted(VERIFIERS))}",
                path=f"{path}[{at}]",
            )


def _detector(document: Document, path: str, one: Detector, lexicons: Lexicons) -> None:
    if len(one.kinds) != 1:
        found = ", ".join(one.kinds) or "none"
        document.report("CC111", f"one kind is needed, found: {found}", path=path)
        return
    readers: dict[str, Callable[[], None]] = {
        "phrase": lambda: _phrases(document, f"{path}.phrase", one.phrase or ()),
        "pattern": lambda: _patterns(
            document, f"{path}.pattern", one.pattern, lexicons, one.views
        ),
        "tokens": lambda: _tokens(document, f"{path}.tokens", one),
        "sequence": lambda: _sequence(document, f"{path}.sequence", one, lexicons),
        "state": lambda: _state(document, f"{path}.state", one.state),
        "weighed": lambda: _weighed(document, f"{path}.weighed", one.weighed),
    }
    readers[one.kinds[0]]()
    if one.personal is not None:
        _personal(document, f"{path}.personal", one)
    if not one.views:
        document.report("CC112", "no view", path=f"{path}.views")
    if "sound" in one.views and one.kinds != ("phrase",):
        document.report(
            "CC112", "the sound view reads phrases only", path=f"{path}.views"
        )


def _weighed(document: Document, path: str, given: bool | None) -> None:
    if not given:
        hint = "write true, or leave the detector out"
        document.report("CC122", "nothing is weighed", hint, path=path)


def _personal(document: Document, path: str, one: Detector) -> None:
    if not one.personal:
        hint = f"known: {', '.join(get_args(Kind))}"
        document.report("CC121", "no kind of personal data", hint, path=path)
    if one.kinds[0] not in ("phrase", "pattern"):
        hint = "a number alone is no violation: say which words make it one"
        document.report(
            "CC121",
            "personal data counts beside a phrase or a pattern",
            hint,
            path=path,
        )


def _phrases(document: Document, path: str, phrases: tuple[str, ...]) -> None:
    if not phrases:
        document.report("CC113", "no phrase", path=path)
    for at, phrase in enumerate(phrases):
        if len(phrase.strip()) < 2:
            document.report(
                "CC113",
                f"{phrase!r} is shorter than two characters",
                "one character stands inside too many words",
                path=f"{path}[{at}]",
            )


def _patterns(
    document: Document,
    path: str,
    given: str | tuple[str, ...] | None,
    lexicons: Lexicons,
    views: tuple[str, ...] = DEFAULT_VIEWS,
) -> None:
    if isinstance(given, str):
        _pattern(document, path, given, lexicons, views)
        return
    for at, pattern in enumerate(given or ()):
        _pattern(document, f"{path}[{at}]", pattern, lexicons, views)


def _pattern(
    document: Document,
    path: str,
    pattern: str,
    lexicons: Lexicons,
    views: tuple[str, ...] = DEFAULT_VIEWS,
) -> None:
    if document.known:
        return
    try:
        tree = parse(pattern, lexicons)
    except PatternError as error:
        document.report(
            "CC114",
            f"pattern {pattern!r}: {error.what}",
            error.hint,
            path=path,
            offset=error.at + 1,
        )
        return
    if views != ("folded",):
        for part in vanishing(tree):
            document.report(
                "CC114",
                f"pattern {pattern!r}: {part!r} is a filler or a sign, which the compact"
                " view takes out",
                "leave it out, or name views: [folded]",
                path=path,
            )


def _tokens(document: Document, path: str, one: Detector) -> None:
    for at, pattern in enumerate(one.tokens or ()):
        what = token_problem(pattern)
        if what:
            document.report("CC115", what, path=f"{path}[{at}]")


def _sequence(document: Document, path: str, one: Detector, lexicons: Lexicons) -> None:
    sequence = one.sequence
    assert sequence is not None
    for name, part in (("first", sequence.first), ("then", sequence.then)):
        _part(document, f"{path}.{name}", part, lexicons)
    if sequence.then.said:
        document.report(
            "CC116", "the last part needs words to point at", path=f"{path}.then"
        )
    if not 1 <= sequence.within_turns <= 200:
        document.report(
            "CC116", "within_turns is 1 to 200", path=f"{path}.within_turns"
        )


def _part(document: Document, path: str, part: Part, lexicons: Lexicons) -> None:
    given = [bool(part.pattern), bool(part.phrase), part.said is not None]
    if sum(given) != 1:
        document.report(
            "CC116", "a part is a pattern, a phrase or 'said', one of them", path=path
        )
    if part.pattern:
        _patterns(document, f"{path}.pattern", part.pattern, lexicons)
    if part.phrase:
        _phrases(document, f"{path}.phrase", part.phrase)
    if part.said is not None and part.said not in SAID:
        document.report(
            "CC116",
            f"no said flag {part.said!r}",
            f"known: {', '.join(sorted(SAID))}",
            path=f"{path}.said",
        )


def _state(document: Document, path: str, state: str | None) -> None:
    if state not in STATES:
        document.report(
            "CC117",
            f"no state {state!r}",
            f"known: {', '.join(sorted(STATES))}",
            path=path,
        )


def references(
    document: Document,
    cited: tuple[BasisRef, ...],
    basis: Mapping[str, Instrument],
    path: str,
) -> None:
    """Note sources that the registry does not hold."""
    for at, reference in enumerate(cited):
        if reference.id not in basis:
            document.report(
                "CC118",
                f"no source {reference.id!r} in basis.yaml",
                f"known: {', '.join(sorted(basis))}",
                path=f"{path}[{at}]",
            )


def _facts(document: Document, one: Rule) -> None:
    for at, name in enumerate(one.known):
        if name not in one.when:
            document.report(
                "CC119", f"{name!r} is not under 'when'", path=f"$.known[{at}]"
            )
    for name, wanted in one.when.items():
        path = f"$.when.{name}"
        if name not in FACTS:
            document.report(
                "CC119", f"no fact {name!r}", f"known: {', '.join(FACTS)}", path=path
            )
            continue
        for value in wanted if isinstance(wanted, list) else [wanted]:
            # 1 == True: compare types too.
            if not any(value == v and type(value) is type(v) for v in FACTS[name]):
                document.report(
                    "CC119",
                    f"{name} is never {value!r}",
                    f"known: {', '.join(map(str, FACTS[name]))}",
                    path=path,
                )
