"""What a reader takes and gives: sources in, rows and problems out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import Any, BinaryIO

from compliance_checker.errors import Problem
from compliance_checker.model import Call, Role

NOTHING: Mapping[str, Any] = MappingProxyType({})

#: A format read as a whole may not be larger than this (bytes).
MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name that a person can find them by.

    *stem* is the id of a call whose format has none.
    """

    name: str
    open: Callable[[], BinaryIO]
    stem: str


@dataclass(frozen=True, slots=True)
class Options:
    """How to read: who is who, and which fields beside the format are wanted.

    *roles* maps a speaker or channel of the file to a role; ``*`` stands for all
    others.  *extra* names fields that are split off a JSON call before it is
    validated (the labels of a labelled call).
    """

    # A plain dict, for options are sent to the workers of an audit.
    roles: Mapping[str, Role] = field(default_factory=dict)
    extra: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """A call, where it stands (``file:line``), and what was assumed about it."""

    call: Call
    where: str
    notes: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=lambda: NOTHING)


#: What a reader yields, in the order of the file.
Read = Row | Problem
Reader = Callable[[Source, Options], Iterator[Read]]


def file_source(path: Path, name: str | None = None, stem: str = "") -> Source:
    """The file at *path*; it is opened when it is read."""
    return Source(name or str(path), lambda: path.open("rb"), stem or path.stem)


def bytes_source(name: str, content: bytes) -> Source:
    """*content* under *name*."""
    return Source(name, lambda: io.BytesIO(content), PurePath(name).stem or name)


def read_bytes(source: Source) -> bytes | Problem:
    """Everything in *source*; a problem when it is empty or beyond ``MOST_BYTES``."""
    with source.open() as stream:
        content = stream.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return Problem(
            "CC511",
            source.name,
            f"larger than {MOST_BYTES} bytes",
            "split it, or convert it to JSON Lines, which is read call by call",
        )
    if not content.strip(b"\xef\xbb\xbf\r\n\t "):
        return empty(source)
    return content


def empty(source: Source) -> Problem:
    """The problem of a source that holds nothing."""
    return Problem("CC503", source.name, "the file is empty", "give at least one call")


def decode(source: Source, content: bytes) -> str | Problem:
    """*content* as UTF-8 (a byte order mark is dropped) or the problem with it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return not_utf8(f"{source.name}:{content.count(10, 0, error.start) + 1}")


def not_utf8(where: str) -> Problem:
    """The problem of bytes that are no UTF-8."""
    return Problem(
        "CC501",
        where,
        "not UTF-8",
        "save the file as UTF-8 (iconv -f GB18030 -t UTF-8)",
    )
