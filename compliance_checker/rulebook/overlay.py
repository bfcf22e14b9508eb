"""An operator's own folder over the shipped rulebook: what it may hold and change.

What an overlay adds needs no word; what it takes away needs a reason, a name and a day,
because an auditor will ask.  Nothing shipped is ever replaced in silence.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace as changed

from compliance_checker.model import Severity
from compliance_checker.rulebook.document import Document, convert
from compliance_checker.rulebook.lexicon import Lexicon
from compliance_checker.rulebook.names import DIAL_CHECKS, TRANSCRIPT_CHECKS
from compliance_checker.rulebook.schema import Check, Rule

MANIFEST, POLICY = "overlay.yaml", "policy.yaml"
#: What may lie in the folder of an overlay; a file of notes may lie beside it.
ENTRIES = frozenset({MANIFEST, POLICY, "rules", "lexicons"})
#: Files beside the shipped rules of which an overlay has none.
NOT_THERE: Mapping[str, str] = {
    "checks.yaml": f"change checks under 'checks' in {MANIFEST}",
    "cues.yaml": "add terms to the lists that the cues use",
    "rulebook.yaml": f"the version is told in {MANIFEST}",
    POLICY: f"put it beside {MANIFEST}",
}
#: Characters of the shortest reason that says anything.
SHORTEST_REASON = 6

Kind = Literal["rule", "check", "lexicon", "policy"]
_NAME = re.compile(r"[a-z][a-z0-9]{1,15}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,31}")


class Reasoned(Struct, frozen=True, forbid_unknown_fields=True):
    """Why something shipped is changed, who decided it and on which day."""

    reason: str = ""
    by: str = ""
    on: date | None = field(default=None, name="date")


class Setting(Reasoned, frozen=True, forbid_unknown_fields=True):
    """A shipped rule or check switched off (or on), or of another severity."""

    enabled: bool | None = None
    severity: Severity | None = None


class Removal(Reasoned, frozen=True, forbid_unknown_fields=True):
    """Terms taken from a shipped list."""

    remove: tuple[str, ...] = ()


class Manifest(Struct, frozen=True, forbid_unknown_fields=True):
    """``overlay.yaml``."""

    name: str = ""
    title: str = ""
    version: str = ""
    owner: str = ""
    rules: dict[str, Any] = {}
    checks: dict[str, Any] = {}
    lexicons: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as shipped, and who answers for it."""

    kind: Kind
    #: The rule's id, the check, the list; empty for the policy.
    name: str
    #: What was done: ``off``, ``on``, ``severity major→minor``, ``without 甲、乙``.
    what: str
    reason: str
    by: str
    on: date
    #: File and line.
    where: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay as it was laid over the rulebook."""

    name: str
    title: str
    version: str
    owner: str
    rules: tuple[str, ...] = ()
    lexicons: tuple[str, ...] = ()
    #: Terms added to shipped lists.
    terms: int = 0
    changes: tuple[Change, ...] = ()

    @property
    def tag(self) -> str:
        """What stands in the rulebook's version."""
        return f"{self.name}.{self.version}" if self.version else self.name


def manifest(document: Document) -> Manifest:
    """The overlay's own page; what is wrong with it is noted in *document*."""
    empty = Manifest()
    if document.value is None:
        return empty
    one = convert(document, document.value, Manifest) or empty
    if not _NAME.fullmatch(one.name):
        document.report(
            "CC130",
            "the overlay has no usable name",
            "name: 2 to 16 small letters and digits; your own ids begin with it",
            path="$.name",
        )
    if one.version and not _VERSION.fullmatch(one.version):
        document.report(
            "CC130",
            "version holds more than letters, digits, '.' and '-'",
            path="$.version",
        )
    for needed in ("title", "owner"):
        if not getattr(one, needed).strip():
            document.report(
                "CC130", f"the overlay has no {needed!r}", path=f"$.{needed}"
            )
    return one


# -- changes -------------------------------------------------------------------------


T = TypeVar("T", bound=Reasoned)


def _entries(
    document: Document, field: str, given: Mapping[str, Any], kind: type[T]
) -> Iterator[tuple[str, T, str]]:
    """Name, change and path of each change that is in good order and has a reason."""
    for name, value in given.items():
        path = f"$.{field}.{name}"
        before = len(document.problems)
        one = convert(document, value, kind, path)
        if one is not None and len(document.problems) == before:
            reasoned(document, one, path)
        if one is not None and len(document.problems) == before:
            yield name, one, path


def reasoned(document: Document, one: Any, path: str, what: str = "") -> None:
    """Note where a change lacks its reason, its author or its day."""
    what = what or path.removeprefix("$.")
    if len(one.reason.strip()) < SHORTEST_REASON:
        document.report(
            "CC131",
            f"{what} is changed without a reason",
            "reason: a sentence that an auditor can follow",
            path=f"{path}.reason",
        )
    for name, value in (("by", one.by.strip()), ("date", one.on)):
        if not value:
            document.report(
                "CC131",
                f"{what} is changed without {name!r}",
                "by: who decided it; date: the day, 2026-11-21",
                path=f"{path}.{name}",
            )


def rules_changed(
    document: Document, given: Mapping[str, Any], rules: Mapping[str, Rule]
) -> tuple[dict[str, Rule], list[Change]]:
    """The shipped *rules* as the overlay wants them, and what it changed."""
    after, changes = dict(rules), []
    for name, one, path in _entries(document, "rules", given, Setting):
        rule = rules.get(name)
        if rule is None:
            _unknown(document, path, "rule", name, rules)
            continue
        done = _setting(one, running=rule.status != "deprecated", was=rule.severity)
        if not done:
            _idle(document, path)
            continue
        status = rule.status if one.enabled is not False else "deprecated"
        after[name] = changed(
            rule, status=status, severity=one.severity or rule.severity
        )
        changes.append(_change(document, "rule", name, done, one, path))
    return after, changes


def checks_changed(
    document: Document, given: Mapping[str, Any], checks: Mapping[str, Check]
) -> tuple[dict[str, Check], list[Change]]:
    """The *checks* as the overlay wants them, and what it changed."""
    after, changes = dict(checks), []
    for name, one, path in _entries(document, "checks", given, Setting):
        check = checks.get(name)
        if check is None:
            _unknown(document, path, "check", name, checks)
            continue
        if name not in TRANSCRIPT_CHECKS | DIAL_CHECKS:
            document.report(
                "CC135",
                f"{name} is never made from a transcript or a dial log",
                "nothing would change",
                path=path,
            )
            continue
        running, was = check.enabled, check.severity
        done = _setting(one, running=running, was=was, can_start=True)
        if not done:
            _idle(document, path)
            continue
        enabled = check.enabled if one.enabled is None else one.enabled
        severity = one.severity or check.severity
        after[name] = changed(check, enabled=enabled, severity=severity)
        changes.append(_change(document, "check", name, done, one, path))
    return after, changes


def _setting(
    one: Setting, *, running: bool, was: Severity, can_start: bool = False
) -> str:
    """What a setting does; nothing if all is so already."""
    if one.enabled is False:
        return "off" if running else ""
    starts = one.enabled is True and not running and can_start
    if one.severity not in (None, was) and (running or starts):
        return f"severity {was}→{one.severity}"
    return "on" if starts else ""


def terms_removed(
    document: Document, given: Mapping[str, Any], lists: Mapping[str, Lexicon]
) -> tuple[dict[str, Lexicon], list[Change]]:
    """The *lists* without the terms that the overlay takes out."""
    after, changes = dict(lists), []
    for name, one, path in _entries(document, "lexicons", given, Removal):
        known = lists.get(name)
        if known is None:
            _unknown(document, path, "list", name, lists)
            continue
        for at, term in enumerate(one.remove):
            if term not in known.terms:
                _unknown(document, f"{path}.remove[{at}]", "term", term, known.terms)
        gone = [term for term in one.remove if term in known.terms]
        if not gone:
            _idle(document, path)
            continue
        kept = [
            (term, line)
            for term, line in zip(known.terms, known.lines, strict=True)
            if term not in gone
        ]
        after[name] = replace(
            known,
            terms=tuple(term for term, _ in kept),
            lines=tuple(line for _, line in kept),
        )
        what = f"without {'、'.join(gone)}"
        changes.append(_change(document, "lexicon", name, what, one, path))
    return after, changes


def _change(
    document: Document, kind: Kind, name: str, what: str, one: Reasoned, path: str
) -> Change:
    assert one.on is not None
    where = document.where(path)
    return Change(kind, name, what, one.reason.strip(), one.by.strip(), one.on, where)


def policy_changed(document: Document, one: Any) -> Change:
    """The change that an overlay's policy is."""
    return _change(document, "policy", "", "policy", one, "$")


def _idle(document: Document, path: str) -> None:
    document.report(
        "CC136",
        f"{path.removeprefix('$.')} changes nothing",
        "enabled: false, another severity, or terms to remove",
        path=path,
    )


def _unknown(
    document: Document, path: str, kind: str, name: str, known: Iterable[str]
) -> None:
    near = difflib.get_close_matches(name, list(known), 3, 0.5)
    hint = f"did you mean {', '.join(near)}?" if near else ""
    document.report("CC134", f"no {kind} {name!r} to change", hint, path=path)


# -- additions -----------------------------------------------------------------------


def rule_named(document: Document, rule_id: str, name: str, shipped: bool) -> None:
    """Note a rule of an overlay whose id is not its own."""
    own = re.match(rf"T\d+\.\d+-{re.escape(name)}-", rule_id)
    if shipped:
        document.report(
            "CC132",
            f"{rule_id} is a shipped rule",
            f"rules of an overlay are added; change a shipped one in {MANIFEST}",
            path="$.id",
        )
    elif rule_id and not own:
        document.report(
            "CC133",
            f"{rule_id} does not carry the overlay's name",
            f"T5.3-{name}-what-it-flags",
            path="$.id",
        )
