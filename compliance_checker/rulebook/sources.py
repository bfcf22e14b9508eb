"""The files of a rulebook and of what is laid over it, read and not judged yet."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import chain
from pathlib import Path

from compliance_checker.errors import Problem
from compliance_checker.rulebook import lexicon as lexicon_file
from compliance_checker.rulebook import overlay as overlay_file
from compliance_checker.rulebook.document import Document, read
from compliance_checker.rulebook.lexicon import Lexicon
from compliance_checker.rulebook.overlay import Change, Manifest, Overlay

#: Files beside the rules that are no rules.
SHARED = ("basis.yaml", "checks.yaml", "cues.yaml", "policy.yaml", "rulebook.yaml")


def packaged(name: str) -> Traversable:
    """A folder that is shipped with the program."""
    return files("compliance_checker") / name


@dataclass(slots=True)
class Laid:
    """An overlay that was read and not laid over anything yet."""

    document: Document
    manifest: Manifest
    policy: Document | None = None
    rules: list[str] = field(default_factory=list)
    lexicons: list[str] = field(default_factory=list)
    terms: int = 0
    changes: list[Change] = field(default_factory=list)

    def overlay(self) -> Overlay:
        """What is told of it."""
        one = self.manifest
        return Overlay(
            name=one.name,
            title=one.title.strip(),
            version=one.version,
            owner=one.owner.strip(),
            rules=tuple(self.rules),
            lexicons=tuple(self.lexicons),
            terms=self.terms,
            changes=tuple(self.changes),
        )


class Sources:
    """All files of a load, gathered before anything in them is judged."""

    def __init__(self) -> None:
        self.digest: list[tuple[str, bytes]] = []
        self.rules: dict[str, Document] = {}
        self.shared: dict[str, list[Document]] = {name: [] for name in SHARED}
        self.lexicons: dict[str, Lexicon] = {}
        self.lists: list[Lexicon] = []
        self.laid: list[Laid] = []
        self.problems: list[Problem] = []

    def trust(self) -> None:
        """Spare the patterns: all of them were found in order before."""
        for document in (*self.rules.values(), *chain(*self.shared.values())):
            document.known = True

    # -- reading ---------------------------------------------------------------------

    def take_rules(self, home: Path | None) -> None:
        """Read a folder of rules; the packaged shared files stand in for its own."""
        folder = packaged("rules") if home is None else home
        for name in SHARED:
            own = folder / name
            file = own if own.is_file() else packaged("rules") / name
            self.shared[name].append(self._document(f"rules/{name}", file))
        self._rules_in(folder, "rules", "rules")

    def _rules_in(self, folder: Traversable, shown: str, kept: str) -> list[Document]:
        """The rule files in *folder*, *shown* so in messages and *kept* so in the hash."""
        found = []
        for path, file in _walk(folder, ".yaml"):
            if path in SHARED:
                continue
            document = self._document(f"{shown}/{path}", file, f"{kept}/{path}")
            known = self.rules.get(file.name)
            if known is not None:
                document.report("CC120", f"the rule stands in {known.name} too")
                document.value = None
            self.rules[document.name if known else file.name] = document
            found.append(document)
        return found

    def take_lexicons(self, home: Path | None) -> None:
        """Read a folder of word lists."""
        folder = packaged("lexicons") if home is None else home
        for one in self._lists_in(folder, "lexicons", "lexicons"):
            self.lexicons[one.name] = one

    def _lists_in(self, folder: Traversable, shown: str, kept: str) -> list[Lexicon]:
        found = []
        for path, file in _walk(folder, ".txt"):
            name = f"{shown}/{path}"
            data = self._bytes(f"{kept}/{path}", file)
            try:
                one = lexicon_file.read(file.name.removesuffix(".txt"), name, data)
            except UnicodeDecodeError:
                self.problems.append(Problem("CC101", name, "the file is not UTF-8"))
                continue
            found.append(one)
        self.lists += found
        return found

    def take_overlay(self, folder: Path, number: int) -> None:
        """Read an overlay; *number* counts them from 1."""
        shown, kept = str(folder), f"overlay{number}"
        file = folder / overlay_file.MANIFEST
        if not file.is_file():
            hint = "name, title, owner: see docs/rule-format.md"
            where = f"{shown}/{overlay_file.MANIFEST}:1"
            self.problems.append(Problem("CC130", where, "there is no such file", hint))
            return
        document = self._document(str(file), file, f"{kept}/{file.name}")
        laid = Laid(document, overlay_file.manifest(document))
        if any(laid.manifest.name == one.manifest.name for one in self.laid):
            document.report("CC130", "two overlays have this name", path="$.name")
        self._strangers(folder)
        policy = folder / overlay_file.POLICY
        if policy.is_file():
            laid.policy = self._document(str(policy), policy, f"{kept}/{policy.name}")
        self._own_rules(folder / "rules", laid, shown, kept)
        self._own_lists(folder / "lexicons", laid, shown, kept)
        self.laid.append(laid)

    def _strangers(self, folder: Path) -> None:
        """Note files that would be passed over: a wrong name must not go unseen."""
        for entry in sorted(folder.iterdir()):
            known = entry.name in overlay_file.ENTRIES
            if not known and not entry.name.startswith((".", "README")):
                hint = f"known: {', '.join(sorted(overlay_file.ENTRIES))}"
                what = "no part of an overlay"
                self.problems.append(Problem("CC137", f"{entry}:1", what, hint))
        for name, hint in overlay_file.NOT_THERE.items():
            if (folder / "rules" / name).is_file():
                where = f"{folder}/rules/{name}:1"
                what = f"an overlay has no {name} of its own"
                self.problems.append(Problem("CC137", where, what, hint))

    def _own_rules(self, folder: Path, laid: Laid, shown: str, kept: str) -> None:
        shipped = set(self.rules)
        for document in self._rules_in(folder, f"{shown}/rules", f"{kept}/rules"):
            name = document.name.rsplit("/", 1)[-1]
            rule_id = name.removesuffix(".yaml")
            if name in shipped:
                document.problems.clear()
            overlay_file.rule_named(
                document, rule_id, laid.manifest.name, shipped=name in shipped
            )
            laid.rules.append(rule_id)
        basis = folder / "basis.yaml"
        if basis.is_file():
            document = self._document(str(basis), basis, f"{kept}/rules/basis.yaml")
            known = [one.value or {} for one in self.shared["basis.yaml"]]
            for key in document.value or {}:
                if any(key in one for one in known):
                    document.report(
                        "CC132", f"{key} is a shipped source", path=f"$.{key}"
                    )
            self.shared["basis.yaml"].append(document)

    def _own_lists(self, folder: Path, laid: Laid, shown: str, kept: str) -> None:
        own = f"{laid.manifest.name}_"
        for one in self._lists_in(folder, f"{shown}/lexicons", f"{kept}/lexicons"):
            known = self.lexicons.get(one.name)
            if known is None and not one.name.startswith(own):
                self.problems.append(
                    Problem(
                        "CC133",
                        f"{one.file}:1",
                        f"{one.name!r} is no shipped list to add to",
                        f"call a list of your own {own}{one.name}",
                    )
                )
                continue
            if known is None:
                laid.lexicons.append(one.name)
                self.lexicons[one.name] = one
                continue
            merged = lexicon_file.extended(known, one)
            laid.terms += len(merged.terms) - len(known.terms)
            self.lexicons[one.name] = merged

    def _document(
        self, shown: str, file: Traversable, kept: str | None = None
    ) -> Document:
        return read(shown, self._bytes(kept or shown, file))

    def _bytes(self, name: str, file: Traversable) -> bytes:
        data = file.read_bytes()
        self.digest.append((name, data))
        return data

    # -- what they come to ------------------------------------------------------------

    def version(self) -> str:
        """``2026.11``, and with overlays ``2026.11+anxin.3``."""
        value = self.shared["rulebook.yaml"][0].value or {}
        version = str(value.get("version") or "unversioned")
        tags = (one.overlay().tag for one in self.laid)
        return "+".join([version, *tags])

    def sha256(self) -> str:
        """Of names and contents; the order of reading does not matter."""
        total = hashlib.sha256()
        for name, data in sorted(self.digest):
            total.update(f"{name}\0{len(data)}\0".encode())
            total.update(data)
        return total.hexdigest()

    def all_problems(self) -> Iterator[Problem]:
        """What is wrong, file by file."""
        yield from self.problems
        for documents in self.shared.values():
            for document in documents:
                yield from document.problems
        for laid in self.laid:
            yield from laid.document.problems
            if laid.policy:
                yield from laid.policy.problems
        for document in self.rules.values():
            yield from document.problems


def _walk(
    folder: Traversable, suffix: str, name: str = ""
) -> Iterator[tuple[str, Traversable]]:
    """All files below *folder* that end in *suffix*, in the order of their names."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _walk(entry, suffix, f"{name}{entry.name}/")
        elif entry.name.endswith(suffix):
            yield f"{name}{entry.name}", entry
