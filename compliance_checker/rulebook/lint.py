"""What is wrong with a rulebook that can nevertheless be used.

``load`` refuses what cannot run; this finds what runs and should not stay: words that
can never be found, sources nobody has read, rules without enough sentences to test
them, sub-categories without a rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from compliance_checker.errors import Problem
from compliance_checker.model import LENDER_TYPES
from compliance_checker.rulebook import lexicon as lexicon_file
from compliance_checker.rulebook import phrases
from compliance_checker.rulebook.document import Document
from compliance_checker.rulebook.load import Rulebook
from compliance_checker.rulebook.names import CATEGORIES, CHECKS
from compliance_checker.rulebook.pattern import parse
from compliance_checker.rulebook.schema import Example, Rule
from compliance_checker.rulebook.tree import (
    Either,
    Gap,
    Maybe,
    Node,
    Sequence_,
    Words,
)
from compliance_checker.rulebook.validate import detectors

#: A rule needs so many sentences it finds, and so many it must leave alone.
FEWEST_EXAMPLES = 3
#: Characters that all gaps of a pattern may hold together; more is slow and loose.
WIDEST_PATTERN = 80
#: The file that stands for the rulebook as a whole.
VERSION_FILE = "rules/rulebook.yaml"


def lint(rulebook: Rulebook) -> tuple[Problem, ...]:
    """All problems, by file and line; empty for a rulebook in good order."""
    found: list[Problem] = []
    for one in rulebook.lists:
        single = rulebook.lexicons[one.name].single
        found.extend(lexicon_file.problems(one, single=single))
    found.extend(_coverage(rulebook))
    for rule in rulebook.rules:
        document = rulebook.documents.get(rule.id) or Document(f"rules/{rule.id}")
        noted = Document(document.name, places=document.places)
        for check in _RULE_CHECKS:
            check(noted, rule, rulebook)
        found.extend(noted.problems)
    return tuple(sorted(found, key=lambda problem: (problem.where, problem.code)))


def remarks(rulebook: Rulebook) -> tuple[Problem, ...]:
    """What an author should know and need not mend, by file and line."""
    found = [*_unused_lexicons(rulebook), *_critical_off(rulebook)]
    for rule in rulebook.rules:
        open_ = [one for one in _lenders(rule) if not _bound(rule, rulebook, one)]
        if rule.status == "deprecated" or not open_:
            continue
        document = rulebook.documents.get(rule.id) or Document(f"rules/{rule.id}")
        found.append(
            Problem(
                "CC243",
                document.where("$.basis"),
                f"no source binds {', '.join(open_)}",
                "findings in their calls are for review: no read source forbids this "
                "to them; cite one if there is",
            )
        )
    return tuple(sorted(found, key=lambda problem: (problem.where, problem.code)))


# -- the rulebook as a whole ---------------------------------------------------------


def _coverage(rulebook: Rulebook) -> Iterator[Problem]:
    covered = {rule.category for rule in rulebook.rules if rule.status != "deprecated"}
    for category in CATEGORIES:
        if category not in covered:
            yield Problem(
                "CC221",
                f"{VERSION_FILE}:1",
                f"no rule for {category}",
                f"add rules/{category.split('.')[0]}/{category}-a-name.yaml",
            )
    for name in CHECKS:
        if name not in rulebook.checks:
            yield Problem(
                "CC222", "rules/checks.yaml:1", f"check {name} is not described"
            )
    names = Counter(rule.title for rule in rulebook.rules)
    for title, count in names.items():
        if count > 1:
            last = [rule.id for rule in rulebook.rules if rule.title == title][-1]
            document = rulebook.documents.get(last) or Document(f"rules/{last}")
            where = document.where("$.title")
            yield Problem("CC223", where, f"{count} rules are called {title!r}")


def _unused_lexicons(rulebook: Rulebook) -> Iterator[Problem]:
    patterns = [
        *(pattern for rule in rulebook.rules for _, pattern in _patterns(rule)),
        *(pattern for cue in rulebook.cues.values() for pattern in cue.patterns),
        *(pattern for cue in rulebook.cues.values() for pattern in cue.except_),
    ]
    for name, one in rulebook.lexicons.items():
        if not any(f"{{{name}}}" in pattern for pattern in patterns):
            yield Problem("CC206", f"{one.file}:1", f"no rule uses the list {name!r}")


def _critical_off(rulebook: Rulebook) -> Iterator[Problem]:
    graded = {rule.id: rule.severity for rule in rulebook.rules}
    for overlay in rulebook.overlays:
        for change in overlay.changes:
            if change.what == "off" and graded.get(change.name) == "critical":
                what = f"the critical rule {change.name} is switched off"
                yield Problem("CC244", change.where, what, "see that the reason holds")


# -- one rule ------------------------------------------------------------------------


def _examples(noted: Document, rule: Rule, _: Rulebook) -> None:
    examples = rule.examples
    for group in ("match", "no_match"):
        count = len(getattr(examples, group))
        if count < FEWEST_EXAMPLES:
            noted.report(
                "CC231",
                f"{count} sentences in {group!r}",
                f"{FEWEST_EXAMPLES} at least",
                path=f"$.examples.{group}",
            )
    if len(examples.no_match) <= len(examples.match):
        noted.report(
            "CC232",
            "no more 'no_match' than 'match'",
            "near-misses are what keeps a rule precise: add some",
            path="$.examples.no_match",
        )
    seen: set[str] = set()
    for group in ("match", "no_match", "known_miss"):
        for at, example in enumerate(getattr(examples, group)):
            key = _key(example)
            if key in seen:
                noted.report(
                    "CC233", "an example stands twice", path=f"$.examples.{group}[{at}]"
                )
            seen.add(key)


def _key(example: str | Example) -> str:
    return example if isinstance(example, str) else repr(example)


def _sources(noted: Document, rule: Rule, rulebook: Rulebook) -> None:
    for at, reference in enumerate(rule.basis):
        known = rulebook.basis[reference.id].articles
        if reference.article and known is not None and reference.article not in known:
            noted.report(
                "CC241",
                f"nobody has read {reference.id} {reference.article}",
                f"read: {', '.join(known) or 'no article; cite the document'}",
                path=f"$.basis[{at}]",
            )
    if rule.basis and not any(_bound(rule, rulebook, one) for one in _lenders(rule)):
        noted.report(
            "CC242",
            "no source is in force for any lender",
            "cite one that is: nothing forbids what the rule finds",
            path="$.basis",
        )


def _lenders(rule: Rule) -> list[str]:
    """The lender types whose calls the rule judges."""
    wanted = rule.when.get("lender_type", [*LENDER_TYPES])
    every = wanted if isinstance(wanted, list) else [wanted]
    return [lender for lender in every if lender != "unknown"]


def _bound(rule: Rule, rulebook: Rulebook, lender: str) -> bool:
    sources = (rulebook.basis[reference.id] for reference in rule.basis)
    return any(
        one.until is None and (not one.lenders or lender in one.lenders)
        for one in sources
    )


def _phrases(noted: Document, rule: Rule, rulebook: Rulebook) -> None:
    phrases.check(noted, rule, rulebook.terms)


def _pattern_cost(noted: Document, rule: Rule, rulebook: Rulebook) -> None:
    for path, pattern in _patterns(rule):
        tree = parse(pattern, rulebook.terms)
        if sum(map(_width, tree)) > WIDEST_PATTERN:
            noted.report("CC262", f"the gaps of {pattern!r} are too wide", path=path)
        if _lone_single(tree, rulebook):
            noted.report(
                "CC263", "a list of single characters may not stand alone", path=path
            )


def _lone_single(tree: Sequence_, rulebook: Rulebook) -> bool:
    """Whether the pattern is nothing but a list that has single characters."""
    if len(tree) != 1 or not isinstance(tree[0], Words):
        return False
    return rulebook.lexicons[tree[0].lexicon].single


def _width(node: Node) -> int:
    if isinstance(node, Gap):
        return node.most
    if isinstance(node, Maybe):
        return _width(node.node)
    if isinstance(node, Either):
        return max(sum(map(_width, way)) for way in node.ways)
    return 0


def _patterns(rule: Rule) -> Iterator[tuple[str, str]]:
    for path, detector in detectors(rule):
        for pattern in detector.patterns:
            yield f"{path}.pattern", pattern
        if detector.sequence:
            for name in ("first", "then"):
                given = getattr(detector.sequence, name).pattern
                for pattern in (given,) if isinstance(given, str) else given:
                    yield f"{path}.sequence.{name}.pattern", pattern
    for at, pattern in enumerate(rule.except_):
        yield f"$.except[{at}]", pattern


_RULE_CHECKS: tuple[Callable[[Document, Rule, Rulebook], None], ...] = (
    _examples,
    _sources,
    _phrases,
    _pattern_cost,
)
