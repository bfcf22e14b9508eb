"""All the calls of several sources, one after the other."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from compliance_checker.errors import InputError, Problem
from compliance_checker.transcript.formats import (
    EXTENSIONS,
    READERS,
    format_of,
    head_of,
)
from compliance_checker.transcript.source import (
    Options,
    Read,
    Row,
    Source,
    bytes_source,
    file_source,
)

#: More problems than this are counted, not shown.
MOST_SHOWN = 50

#: What is looked for in a folder; other files in it are left alone.
IN_FOLDERS = frozenset({*EXTENSIONS, ".json"})


def sources(names: Iterable[str]) -> Iterator[Source | Problem]:
    """The sources that *names* stand for: files, folders (searched), ``-``."""
    for name in names:
        path = Path(name)
        if name == "-":
            yield _standard_input()
        elif path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield file_source(path, name)
        else:
            yield Problem("CC509", name, "no such file", "check the path")


def _standard_input() -> Source:
    # Read at once: the format is told by the beginning, and a pipe cannot go back.
    return bytes_source("stdin", sys.stdin.buffer.read())


def _folder(folder: Path) -> Iterator[Source | Problem]:
    found = transcripts(folder)
    if not found:
        hint = f"a transcript ends in {', '.join(sorted(IN_FOLDERS))}"
        yield Problem("CC509", str(folder), "no transcript in this folder", hint)
    for path in found:
        yield file_source(path, stem=stem(path, folder))


def transcripts(folder: Path) -> list[Path]:
    """The transcripts in *folder* and below it, by name."""
    return [path for path in _candidates(folder) if not _something_else(path)]


def left_out(folder: Path) -> list[Path]:
    """The files in *folder* that end as a transcript does and hold something else."""
    return [path for path in _candidates(folder) if _something_else(path)]


def _candidates(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in IN_FOLDERS and path.is_file()
    )


#: Some field that every transcript in JSON has, ours or that of an engine.
_FIELD = re.compile(
    rb'"(?:call_id|turns|turn|role|speaker|text|content|segments|sentence\w*|'
    rb'result\w*|transcript\w*|paragraphs|words|onebest|lattice|data|payload)"\s*:',
    re.IGNORECASE,
)
#: A larger file is taken for a transcript without a look at it (bytes).
MOST_LOOKED_AT = 1 << 16


def _something_else(path: Path) -> bool:
    """Whether a ``.json`` file is sound JSON and nothing that anybody calls a call."""
    if path.suffix.lower() != ".json":
        return False
    try:
        content = b"" if path.stat().st_size > MOST_LOOKED_AT else path.read_bytes()
    except OSError:
        return False  # said when it is read
    if not content or _FIELD.search(content):
        return False
    try:
        value = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False  # said when it is read
    return bool(value)


def stem(path: Path, folder: Path) -> str:
    """The path inside of *folder* without its extension, as a call id."""
    return path.relative_to(folder).with_suffix("").as_posix()


def read(source: Source, format_name: str, options: Options) -> Iterator[Read]:
    """The calls and the problems of *source*, in order; ``auto`` looks at it first."""
    try:
        if format_name == "auto":
            with source.open() as stream:
                format_name = format_of(source.name, head_of(stream))
        yield from READERS[format_name](source, options)
    except OSError as error:
        # strerror is the system's words; the error itself would repeat the path.
        what = f"cannot be read: {error.strerror or type(error).__name__}"
        yield Problem("CC509", source.name, what, "check that it may be read")


def read_all(
    all_sources: Iterable[Source | Problem],
    format_name: str = "auto",
    options: Options | None = None,
    *,
    seen: set[bytes] | None = None,
) -> Iterator[Read]:
    """The calls of all sources; a call id that was seen before is a problem."""
    options = options or Options()
    seen = set() if seen is None else seen
    for source in all_sources:
        if isinstance(source, Problem):
            yield source
            continue
        for one in read(source, format_name, options):
            yield once(one, seen)


def once(one: Read, seen: set[bytes]) -> Read:
    """*one*, or the problem that its call id is taken."""
    if isinstance(one, Problem):
        return one
    key = digest(one.call.call_id)
    if key in seen:
        what = f"call_id {one.call.call_id!r} was there before"
        return Problem("CC507", one.where, what, "give each call its own id")
    seen.add(key)
    return one


def digest(call_id: str) -> bytes:
    """Eight bytes that stand for a call id: ten million calls must fit in memory."""
    return hashlib.blake2b(call_id.encode(), digest_size=8).digest()


def calls_or_error(reads: Iterable[Read]) -> list[Row]:
    """All calls of *reads*.

    Raises:
        InputError: If there is any problem; it lists all of them.
    """
    rows: list[Row] = []
    problems: list[Problem] = []
    for one in reads:
        (rows if isinstance(one, Row) else problems).append(one)  # type: ignore[arg-type]
    if problems:
        raise InputError(problems)
    return rows


def shown(problems: Iterable[Problem], most: int = MOST_SHOWN) -> str:
    """The first *most* problems as lines, and how many more there are."""
    problems = list(problems)
    lines = [str(problem) for problem in problems[:most]]
    if len(problems) > most:
        lines.append(f"… and {len(problems) - most} more problems")
    return "\n".join(lines)
