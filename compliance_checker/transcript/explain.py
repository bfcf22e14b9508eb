"""Everything that is wrong with one JSON value, not only the first thing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

#: What looks like a code may be repeated; anything else may be what a person said, or
#: a number of theirs.
_CODE = re.compile(r"(?!.*\d{5})[A-Za-z0-9_.+-]{0,20}", re.ASCII)

_JSON_NAMES = {
    dict: "an object", list: "a list", str: "text", bool: "true or false",
    int: "a number", float: "a number", NoneType: "null",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mistake:
    """A place in a value (``turns[3].role``), what is wrong there, and a hint."""

    code: str
    path: str
    what: str
    hint: str = ""


def mistakes(value: Any, kind: Any, path: str = "") -> Iterator[Mistake]:
    """The ways in which *value* is not a *kind* (a Struct, a list of them, a value)."""
    kind = _wanted(kind, value)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield from _struct(value, kind, path)
    elif get_origin(kind) is list and isinstance(value, list):
        (item,) = get_args(kind)
        for index, one in enumerate(value):
            yield from mistakes(one, item, f"{path}[{index}]")
    else:
        yield from _plain(value, kind, path)


def _wanted(kind: Any, value: Any) -> Any:
    """The one Struct or list of a union, unless *value* is a null it allows."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    options = get_args(kind)
    if value is None and NoneType in options:
        return kind
    for option in options:
        if get_origin(option) is list:
            return option
        if isinstance(option, type) and issubclass(option, msgspec.Struct):
            return option
    return kind


def _struct(value: Any, kind: type[msgspec.Struct], path: str) -> Iterator[Mistake]:
    if not isinstance(value, dict):
        yield Mistake("CC506", path or "the call", f"is {_kind(value)}, not an object")
        return
    fields = {one.encode_name: one for one in msgspec.structs.fields(kind)}
    for name in value:
        if name not in fields:
            yield _unknown(str(name), fields, path)
    for name, one in fields.items():
        below = f"{path}.{name}" if path else name
        if name in value:
            yield from mistakes(value[name], one.type, below)
        elif one.required:
            yield Mistake("CC505", below, "is missing")


def _unknown(name: str, known: Iterable[str], path: str) -> Mistake:
    near = difflib.get_close_matches(name, list(known), 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else f"known fields: {', '.join(known)}"
    if path.count("meta") == 0 and not near:
        hint += "; anything of your own belongs into meta"
    shown = f" {name!r}" if _CODE.fullmatch(name) else ""
    return Mistake("CC504", path or "the call", f"unknown field{shown}", hint)


def _plain(value: Any, kind: Any, path: str) -> Iterator[Mistake]:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        pass
    else:
        return
    choices = _choices(kind)
    if not choices:
        yield Mistake("CC506", path, f"is {_kind(value)}, not {_names(kind)}")
        return
    shown = f"{value!r} is" if _showable(value) else "holds a value"
    near = difflib.get_close_matches(str(value), choices, 1, 0.6)
    hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(choices)}"
    yield Mistake("CC506", path, f"{shown} not allowed here", hint)


def _showable(value: Any) -> bool:
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _choices(kind: Any) -> tuple[str, ...]:
    """The strings that a Literal, or a union with one, allows."""
    if get_origin(kind) is Literal:
        return get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        return tuple(word for option in get_args(kind) for word in _choices(option))
    return ()


def _kind(value: Any) -> str:
    return _JSON_NAMES.get(type(value), "something else")


def _names(kind: Any) -> str:
    options = get_args(kind) if get_origin(kind) in (Union, UnionType) else (kind,)
    names = (_JSON_NAMES.get(get_origin(one) or one) for one in options)
    return " or ".join(dict.fromkeys(name for name in names if name))
