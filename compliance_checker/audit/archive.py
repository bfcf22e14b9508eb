"""An archive cut into units of work of about equal size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from compliance_checker.errors import InputError, Problem
from compliance_checker.transcript.formats import format_of, head_of
from compliance_checker.transcript.read import IN_FOLDERS, stem, transcripts

#: Bytes in a unit: large enough to be worth sending, small enough to lose.
UNIT_BYTES = 1 << 21


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes ``[start, end)`` of a file; *line* is the number of the first line."""

    path: Path
    name: str
    stem: str
    format: str
    start: int
    end: int
    line: int = 1

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Unit:
    """What one worker does at a time; units are numbered in the archive's order."""

    number: int
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return sum(part.size for part in self.parts)


def files(archive: Path) -> list[tuple[Path, str, str]]:
    """The transcripts of *archive* (a folder or one file): path, name and stem.

    Raises:
        InputError: If there is no archive, or nothing in it.
    """
    if archive.is_file():
        return [(archive, archive.name, archive.stem)]
    if not archive.is_dir():
        raise InputError([Problem("CC509", str(archive), "no such file or folder")])
    found = [
        (path, path.relative_to(archive).as_posix(), stem(path, archive))
        for path in transcripts(archive)
    ]
    if not found:
        hint = f"a transcript ends in {', '.join(sorted(IN_FOLDERS))}"
        raise InputError([Problem("CC509", str(archive), "no transcript in it", hint)])
    return found


def parts(
    archive: Path, format_name: str = "auto", size: int = UNIT_BYTES
) -> Iterator[Part | Problem]:
    """The parts of *archive*: JSON Lines are cut at line ends, other files are whole."""
    for path, name, own_stem in files(archive):
        try:
            yield from _of_file(path, name, own_stem, format_name, size)
        except OSError as error:
            what = f"cannot be read: {error.strerror or type(error).__name__}"
            yield Problem("CC509", name, what, "check that it may be read")


def _of_file(
    path: Path, name: str, own_stem: str, format_name: str, size: int
) -> Iterator[Part]:
    with path.open("rb") as stream:
        found = format_name
        if found == "auto":
            found = format_of(name, head_of(stream))
        whole = path.stat().st_size
        if found != "jsonl" or whole <= size:
            yield Part(path, name, own_stem, found, 0, whole)
            return
        start, line = 0, 1
        while start < whole:
            stream.seek(start)
            block = stream.read(size)
            rest = stream.readline() if not block.endswith(b"\n") else b""
            end = start + len(block) + len(rest)
            yield Part(path, name, own_stem, found, start, end, line)
            line += block.count(b"\n") + rest.count(b"\n")
            start = end


def units(all_parts: Iterator[Part], size: int = UNIT_BYTES) -> Iterator[Unit]:
    """The parts in groups of at least *size* bytes, the last may be smaller."""
    group: list[Part] = []
    number = 0
    for part in all_parts:
        group.append(part)
        if sum(one.size for one in group) >= size:
            yield Unit(number, tuple(group))
            number, group = number + 1, []
    if group:
        yield Unit(number, tuple(group))
