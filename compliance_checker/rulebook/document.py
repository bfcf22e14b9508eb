"""One YAML file as a typed value, with every problem in it and where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import yaml

from compliance_checker.errors import Problem

T = TypeVar("T")

#: The line and the column (from 1) where a value begins, and whether it is quoted.
Place = tuple[int, int, bool]

#: More mistakes than this in one file are not told apart.
MOST_MISTAKES = 50

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """A YAML file: its values, and the place of each by its path (``$.detect``)."""

    name: str
    value: Any = None
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    #: The fields at the top of the file, before mistakes are taken out.
    fields: frozenset[str] = frozenset()
    #: Whether all patterns of the rulebook were found in order before.
    known: bool = False

    def where(self, path: str = "$", offset: int = 0) -> str:
        """``file:line`` of a value, or of the nearest value around it."""
        while path not in self.places and path != "$":
            path = re.sub(r"(\.[^.\[]+|\[\d+\])\Z", "", path) or "$"
        line, column, quoted = self.places.get(path, (1, 1, False))
        if not offset:
            return f"{self.name}:{line}"
        return f"{self.name}:{line}:{column + quoted + offset - 1}"

    def report(
        self, code: str, what: str, hint: str = "", *, path: str = "$", offset: int = 0
    ) -> None:
        """Note a problem; *offset* counts characters into the value, from 1."""
        self.problems.append(Problem(code, self.where(path, offset), what, hint))


def read(name: str, data: bytes) -> Document:
    """The file *name* with content *data*; syntax errors become problems."""
    document = Document(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        document.report("CC101", "the file is not UTF-8", f"byte {error.start}")
        return document
    try:
        node = yaml.compose(text, Loader=_LOADER)
        document.value = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        document.places["$"] = ((mark.line + 1) if mark else 1, 1, False)
        document.report(
            "CC102",
            f"no valid YAML: {getattr(error, 'problem', None) or 'unreadable'}",
            "quote text that holds : # { [ or begins with a sign",
        )
        return document
    if not isinstance(document.value, dict):
        document.report("CC103", "the file holds no fields", "see docs/rule-format.md")
        document.value = None
        return document
    document.fields = frozenset(map(str, document.value))
    document.places.update(_places(node, "$"))
    _report_doubles(document, node, "$")
    return document


def _places(node: Any, path: str) -> Iterator[tuple[str, Place]]:
    mark = node.start_mark
    quoted = getattr(node, "style", None) in {'"', "'"}
    yield path, (mark.line + 1, mark.column + 1, quoted)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _places(value, f"{path}.{key.value}")
            # A field's own line, not that of the list below it.
            yield (
                f"{path}.{key.value}",
                (key.start_mark.line + 1, *_start(value)),
            )
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            yield from _places(value, f"{path}[{at}]")


def _start(node: Any) -> tuple[int, bool]:
    return node.start_mark.column + 1, getattr(node, "style", None) in {'"', "'"}


def _report_doubles(document: Document, node: Any, path: str) -> None:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                document.report(
                    "CC104",
                    f"field {key.value!r} stands twice",
                    path=f"{path}.{key.value}",
                )
            seen.add(key.value)
            _report_doubles(document, value, f"{path}.{key.value}")
    elif isinstance(node, yaml.SequenceNode):
        for at, value in enumerate(node.value):
            _report_doubles(document, value, f"{path}[{at}]")


_PATH = re.compile(r" - at `(\$.*?)`\Z", re.DOTALL)
_UNKNOWN = re.compile(r"unknown field `(.+?)`")


def convert(document: Document, value: Any, kind: type[T], root: str = "$") -> T | None:
    """*value* as a *kind*, without its mistakes; ``None`` where nothing is left.

    All mistakes are noted in *document*.  msgspec stops at the first, so each is taken
    out and the rest tried again.
    """
    for _ in range(MOST_MISTAKES):
        try:
            return msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            message = str(error)
            path, what = _mistake(message)
            document.report(
                "CC105", what, _hint(kind, path, what), path=root + path[1:]
            )
            if path == "$" or not _take_out(value, path):
                return None
    return None


def _mistake(message: str) -> tuple[str, str]:
    """The path of the value that is wrong, and what is wrong with it."""
    match = _PATH.search(message)
    path = match.group(1) if match else "$"
    what = _PATH.sub("", message)
    unknown = _UNKNOWN.search(what)
    if unknown:
        return f"{path}.{unknown.group(1)}", f"unknown field {unknown.group(1)!r}"
    return path, what[:1].lower() + what[1:].replace("`", "'")


def _hint(kind: type, path: str, what: str) -> str:
    if what.startswith("unknown field") and path.count(".") == 1:
        names = sorted(info.encode_name for info in msgspec.structs.fields(kind))
        return f"known fields: {', '.join(names)}"
    if "got 'int'" in what or "got 'float'" in what:
        return "write it in quotes"
    return ""


_STEP = re.compile(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]")


def _take_out(value: Any, path: str) -> bool:
    """Remove what *path* points to; false if it cannot be reached."""
    steps = [
        name if name else (int(at) if at.isdigit() else at)
        for name, at in _STEP.findall(path[1:])
    ]
    # msgspec writes […] for the values of a mapping: take the whole mapping out.
    if "..." in steps:
        steps = steps[: steps.index("...")]
    for step in steps[:-1]:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return False
    try:
        del value[steps[-1]]
    except (KeyError, IndexError, TypeError):
        return False
    return True
