"""Rule files, word lists, cues, checks and sources → one ``Rulebook``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from compliance_checker.errors import Problem, RulebookError
from compliance_checker.model import RulebookId
from compliance_checker.rulebook import overlay as overlay_file
from compliance_checker.rulebook import validate
from compliance_checker.rulebook.document import Document, convert, read
from compliance_checker.rulebook.lexicon import Lexicon
from compliance_checker.rulebook.names import CHECKS
from compliance_checker.rulebook.overlay import Overlay
from compliance_checker.rulebook.policy import Policy
from compliance_checker.rulebook.policy import check as check_policy
from compliance_checker.rulebook.schema import Check, Cue, Instrument, Rule
from compliance_checker.rulebook.sources import Sources, packaged
from compliance_checker.settings import Settings
from compliance_checker.store import Store

T = TypeVar("T")


@dataclass(frozen=True)
class Rulebook:
    """Everything that judges, and the hash of all of it."""

    id: RulebookId
    rules: tuple[Rule, ...]
    lexicons: Mapping[str, Lexicon]
    basis: Mapping[str, Instrument]
    cues: Mapping[str, Cue]
    checks: Mapping[str, Check]
    policy: Policy
    #: What operators laid over it, in this order.
    overlays: tuple[Overlay, ...] = ()
    #: The word lists as they stand in their files; ``lexicons`` are what they add up to.
    lists: tuple[Lexicon, ...] = field(repr=False, default=())
    #: Rule id → its document, for messages that name file and line.
    documents: Mapping[str, Document] = field(repr=False, default_factory=dict)

    def rule(self, rule_id: str) -> Rule:
        """The rule *rule_id*.

        Raises:
            KeyError: If there is none.
        """
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)

    @property
    def terms(self) -> dict[str, tuple[str, ...]]:
        """Lexicon name → its terms, as patterns want them."""
        return {name: lexicon.terms for name, lexicon in self.lexicons.items()}


def load_rulebook(
    rules: Path | None = None,
    lexicons: Path | None = None,
    *,
    overlays: Sequence[Path] = (),
    cache: Path | None = None,
) -> Rulebook:
    """The rulebook in the folders *rules* and *lexicons* (``None``: the packaged ones).

    Each of *overlays* is a folder laid over it: it adds rules and terms of its own, and
    changes what is shipped only with a reason (``docs/rule-format.md``, "Overlays").
    That all patterns are in order is noted in *cache*, so that it is looked at once.

    Raises:
        RulebookError: If anything in them cannot be used; all problems are listed.
    """
    rulebook, problems = load_valid(rules, lexicons, overlays=overlays, cache=cache)
    if problems:
        raise RulebookError(problems)
    return rulebook


def rulebook_as_set(settings: Settings) -> Rulebook:
    """The rulebook that *settings* name, overlays and all.

    Raises:
        RulebookError: If anything in it cannot be used; all problems are listed.
    """
    return load_rulebook(
        settings.rules,
        settings.lexicons,
        overlays=settings.overlays,
        cache=settings.cache,
    )


def load_valid(
    rules: Path | None = None,
    lexicons: Path | None = None,
    *,
    overlays: Sequence[Path] = (),
    cache: Path | None = None,
) -> tuple[Rulebook, tuple[Problem, ...]]:
    """The rulebook of all that can be used, and the problems of all that cannot."""
    sources = Sources()
    sources.take_rules(rules)
    sources.take_lexicons(lexicons)
    for number, folder in enumerate(overlays, start=1):
        sources.take_overlay(folder, number)
    store = Store(cache, sources.sha256())
    if store.read("in-order") is not None:
        sources.trust()
    rulebook, problems = _judged(sources)
    if not problems:
        store.write("in-order", ())
    return rulebook, problems


def _judged(sources: Sources) -> tuple[Rulebook, tuple[Problem, ...]]:
    """The values of all files, in the order of their names."""
    for laid in sources.laid:
        sources.lexicons, changes = overlay_file.terms_removed(
            laid.document, laid.manifest.lexicons, sources.lexicons
        )
        laid.changes += changes
    terms = {name: one.terms for name, one in sources.lexicons.items()}
    basis = _entries(sources, "basis.yaml", Instrument)
    cues = _cues(sources, terms)
    checks = _entries(sources, "checks.yaml", Check)
    for document in sources.shared["checks.yaml"]:
        for name, check in checks.items():
            validate.references(document, check.basis, basis, f"$.{name}.basis")
    rules, documents = _rules(sources, terms, basis)
    for laid in sources.laid:
        rules, changes = overlay_file.rules_changed(
            laid.document, laid.manifest.rules, rules
        )
        checks, more = overlay_file.checks_changed(
            laid.document, laid.manifest.checks, checks
        )
        laid.changes += [*changes, *more]
    rulebook = Rulebook(
        policy=_policy(sources),
        id=RulebookId(sources.version(), sources.sha256()),
        rules=tuple(sorted(rules.values(), key=_order)),
        lexicons=sources.lexicons,
        basis=basis,
        cues=cues,
        checks={name: checks[name] for name in CHECKS if name in checks},
        overlays=tuple(one.overlay() for one in sources.laid),
        lists=tuple(sources.lists),
        documents=documents,
    )
    return rulebook, tuple(sources.all_problems())


def _cues(sources: Sources, terms: Mapping[str, tuple[str, ...]]) -> dict[str, Cue]:
    cues = _entries(sources, "cues.yaml", Cue)
    for document in sources.shared["cues.yaml"]:
        for name in [name for name in cues if name in (document.value or {})]:
            before = len(document.problems)
            validate.cue(document, name, cues[name], terms)
            if len(document.problems) > before:
                del cues[name]
    return cues


def _entries(sources: Sources, name: str, kind: type[T]) -> dict[str, T]:
    entries: dict[str, T] = {}
    for document in sources.shared[name]:
        for key, value in (document.value or {}).items():
            before = len(document.problems)
            one = convert(document, value, kind, f"$.{key}")
            if one is not None and len(document.problems) == before:
                entries[str(key)] = one
    return entries


def _rules(
    sources: Sources,
    terms: Mapping[str, tuple[str, ...]],
    basis: Mapping[str, Instrument],
) -> tuple[dict[str, Rule], dict[str, Document]]:
    rules: dict[str, Rule] = {}
    documents: dict[str, Document] = {}
    for document in sources.rules.values():
        if document.value is None:
            continue
        given: Any = document.value
        one = convert(document, given, Rule)
        if one is None:
            continue
        validate.rule(document, one, terms, basis)
        if not document.problems:
            rules[one.id] = one
            documents[one.id] = document
    return rules, documents


def _policy(sources: Sources) -> Policy:
    """The last overlay's policy, else the shipped one."""
    policy = _read_policy(sources.shared["policy.yaml"][0])
    for laid in sources.laid:
        if laid.policy is None:
            continue
        document = laid.policy
        one = _read_policy(document)
        if document.problems:
            continue
        overlay_file.reasoned(document, one, "$", what="the policy")
        if not document.problems:
            policy = one
            laid.changes.append(overlay_file.policy_changed(document, one))
    return policy


def _read_policy(document: Document) -> Policy:
    one = convert(document, document.value or {}, Policy)
    if one is None:
        # It is refused anyway; what is judged meanwhile needs some policy.
        return packaged_policy()
    check_policy(document, one)
    return one


def packaged_policy() -> Policy:
    """The policy that is shipped."""
    data = (packaged("rules") / "policy.yaml").read_bytes()
    policy = convert(
        document := read("rules/policy.yaml", data), document.value, Policy
    )
    assert policy is not None
    return policy


def _order(rule: Rule) -> tuple[int, int, str]:
    family, _, number = rule.category[1:].partition(".")
    return int(family), int(number), rule.id
