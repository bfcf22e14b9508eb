"""Rule files, word lists, cues, checks and sources → one ``Rulebook``."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from compliance_checker.errors import Problem, RulebookError
from compliance_checker.model import RulebookId
from compliance_checker.rulebook import lexicon as lexicon_file
from compliance_checker.rulebook import validate
from compliance_checker.rulebook.document import Document, convert, read
from compliance_checker.rulebook.lexicon import Lexicon
from compliance_checker.rulebook.names import CHECKS
from compliance_checker.rulebook.schema import Check, Cue, Instrument, Rule

T = TypeVar("T")

#: Files beside the rules that are no rules.
SHARED = ("basis.yaml", "checks.yaml", "cues.yaml", "rulebook.yaml")


@dataclass(frozen=True)
class Rulebook:
    """Everything that judges, and the hash of all of it."""

    id: RulebookId
    rules: tuple[Rule, ...]
    lexicons: Mapping[str, Lexicon]
    basis: Mapping[str, Instrument]
    cues: Mapping[str, Cue]
    checks: Mapping[str, Check]
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
) -> Rulebook:
    """The rulebook in the folders *rules* and *lexicons* (``None``: the packaged ones).

    An overlay is a folder with ``rules`` and ``lexicons`` of its own: its rules replace
    those of the same id, its terms are added to the lists of the same name, and its
    ``cues.yaml``, ``checks.yaml`` and ``basis.yaml`` replace entries of the same name.

    Raises:
        RulebookError: If anything in them cannot be used; all problems are listed.
    """
    rulebook, problems = load_valid(rules, lexicons, overlays=overlays)
    if problems:
        raise RulebookError(problems)
    return rulebook


def load_valid(
    rules: Path | None = None,
    lexicons: Path | None = None,
    *,
    overlays: Sequence[Path] = (),
) -> tuple[Rulebook, tuple[Problem, ...]]:
    """The rulebook of all that can be used, and the problems of all that cannot."""
    sources = _Sources()
    for folder in (rules, *(overlay / "rules" for overlay in overlays)):
        sources.take_rules(folder)
    for folder in (lexicons, *(overlay / "lexicons" for overlay in overlays)):
        sources.take_lexicons(folder)
    return sources.rulebook()


def _packaged(name: str) -> Traversable:
    return files("compliance_checker") / name


class _Sources:
    """All files of a load, gathered before anything in them is judged."""

    def __init__(self) -> None:
        self.digest: list[tuple[str, bytes]] = []
        self.rules: dict[str, Document] = {}
        self.shared: dict[str, list[Document]] = {name: [] for name in SHARED}
        self.lexicons: dict[str, Lexicon] = {}
        self.problems: list[Problem] = []

    def take_rules(self, folder: Path | None) -> None:
        """Read a folder of rules; the packaged shared files stand behind any other."""
        home = _packaged("rules") if folder is None else folder
        if folder is None or not self.shared["rulebook.yaml"]:
            for name in SHARED:
                if folder is None or not (home / name).is_file():
                    self._shared(name, _packaged("rules") / name)
        seen: dict[str, str] = {}
        for name, file in _walk(home, "rules", ".yaml"):
            if file.name in SHARED:
                if folder is not None:
                    self._shared(file.name, file)
                continue
            document = read(name, self._bytes(name, file))
            if file.name in seen:
                document.report("CC120", f"the rule stands in {seen[file.name]} too")
                document.value = None
            seen[file.name] = name
            self.rules.pop(file.name, None)
            self.rules[file.name if document.value else name] = document

    def _shared(self, name: str, file: Traversable) -> None:
        if file.is_file():
            self.shared[name].append(
                read(f"rules/{name}", self._bytes(f"rules/{name}", file))
            )

    def take_lexicons(self, folder: Path | None) -> None:
        """Read a folder of word lists."""
        home = _packaged("lexicons") if folder is None else folder
        for name, file in _walk(home, "lexicons", ".txt"):
            stem = file.name.removesuffix(".txt")
            try:
                one = lexicon_file.read(stem, name, self._bytes(name, file))
            except UnicodeDecodeError:
                self.problems.append(Problem("CC101", name, "the file is not UTF-8"))
                continue
            known = self.lexicons.get(stem)
            self.lexicons[stem] = lexicon_file.extended(known, one) if known else one

    def _bytes(self, name: str, file: Traversable) -> bytes:
        data = file.read_bytes()
        self.digest.append((name, data))
        return data

    def rulebook(self) -> tuple[Rulebook, tuple[Problem, ...]]:
        """The values of all files, in the order of their names."""
        terms = {name: one.terms for name, one in self.lexicons.items()}
        basis = self._entries("basis.yaml", Instrument)
        cues = self._entries("cues.yaml", Cue)
        for document in self.shared["cues.yaml"]:
            for name in [name for name in cues if name in (document.value or {})]:
                before = len(document.problems)
                validate.cue(document, name, cues[name], terms)
                if len(document.problems) > before:
                    del cues[name]
        checks = self._entries("checks.yaml", Check)
        for document in self.shared["checks.yaml"]:
            for name, check in checks.items():
                validate.references(document, check.basis, basis, f"$.{name}.basis")
        rules, documents = self._rules(terms, basis)
        rulebook = Rulebook(
            id=RulebookId(self._version(), self._hash()),
            rules=tuple(sorted(rules, key=_order)),
            lexicons=self.lexicons,
            basis=basis,
            cues=cues,
            checks={name: checks[name] for name in CHECKS if name in checks},
            documents=documents,
        )
        return rulebook, tuple(self._all_problems())

    def _entries(self, name: str, kind: type[T]) -> dict[str, T]:
        entries: dict[str, T] = {}
        for document in self.shared[name]:
            for key, value in (document.value or {}).items():
                before = len(document.problems)
                one = convert(document, value, kind, f"$.{key}")
                if one is not None and len(document.problems) == before:
                    entries[str(key)] = one
        return entries

    def _rules(
        self, terms: Mapping[str, tuple[str, ...]], basis: Mapping[str, Instrument]
    ) -> tuple[list[Rule], dict[str, Document]]:
        rules: list[Rule] = []
        documents: dict[str, Document] = {}
        for document in self.rules.values():
            if document.value is None:
                continue
            given: Any = document.value
            one = convert(document, given, Rule)
            if one is None:
                continue
            validate.rule(document, one, terms, basis)
            if not document.problems:
                rules.append(one)
                documents[one.id] = document
        return rules, documents

    def _version(self) -> str:
        versions = [
            str(document.value.get("version"))
            for document in self.shared["rulebook.yaml"]
            if document.value
        ]
        return "+".join(versions) or "unversioned"

    def _hash(self) -> str:
        """Of names and contents; the order of reading does not matter."""
        total = hashlib.sha256()
        for name, data in sorted(self.digest):
            total.update(f"{name}\0{len(data)}\0".encode())
            total.update(data)
        return total.hexdigest()

    def _all_problems(self) -> Iterator[Problem]:
        yield from self.problems
        for documents in self.shared.values():
            for document in documents:
                yield from document.problems
        for document in self.rules.values():
            yield from document.problems


def _walk(
    folder: Traversable, name: str, suffix: str
) -> Iterator[tuple[str, Traversable]]:
    """All files below *folder* that end in *suffix*, in the order of their names."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, f"{name}/{entry.name}", suffix)
        elif entry.name.endswith(suffix):
            yield f"{name}/{entry.name}", entry


def _order(rule: Rule) -> tuple[int, int, str]:
    family, _, number = rule.category[1:].partition(".")
    return int(family), int(number), rule.id
