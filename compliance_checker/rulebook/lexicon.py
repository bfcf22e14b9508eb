"""Word lists: one term a line, with a header that says what they hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compliance_checker.errors import Problem


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list; ``lines[i]`` is the line of ``terms[i]``, from 1."""

    name: str
    file: str
    header: tuple[str, ...]
    terms: tuple[str, ...]
    lines: tuple[int, ...]

    @property
    def single(self) -> bool:
        """Whether the header allows terms of one character."""
        return any(
            line.replace(" ", "").lower() == "single:yes" for line in self.header
        )


def read(name: str, file: str, data: bytes) -> Lexicon:
    """The word list in *data*.

    Raises:
        UnicodeDecodeError: If it is not UTF-8.
    """
    header: list[str] = []
    terms: list[str] = []
    lines: list[int] = []
    for number, line in enumerate(data.decode("utf-8").split("\n"), start=1):
        term = line.strip()
        if term.startswith("#"):
            header.append(term[1:].strip())
        elif term:
            terms.append(term)
            lines.append(number)
    return Lexicon(name, file, tuple(header), tuple(terms), tuple(lines))


def extended(lexicon: Lexicon, more: Lexicon) -> Lexicon:
    """The list with an overlay's terms added to it."""
    new = [
        (term, line)
        for term, line in zip(more.terms, more.lines, strict=True)
        if term not in lexicon.terms
    ]
    return Lexicon(
        lexicon.name,
        lexicon.file,
        lexicon.header,
        lexicon.terms + tuple(term for term, _ in new),
        lexicon.lines + tuple(line for _, line in new),
    )


def problems(lexicon: Lexicon, *, single: bool | None = None) -> Iterator[Problem]:
    """What is wrong with a list: no header, order, doubles, one-character terms.

    *single* says whether the list that this one adds to allows the last; without it
    its own header does.
    """
    allowed = lexicon.single if single is None else single
    if not lexicon.header or not lexicon.header[0]:
        yield Problem(
            "CC201",
            f"{lexicon.file}:1",
            "no header",
            "say on line 1 what it holds: # …",
        )
    if not lexicon.terms:
        yield Problem("CC202", f"{lexicon.file}:1", "the list is empty")
    before = ""
    seen: set[str] = set()
    for term, line in zip(lexicon.terms, lexicon.lines, strict=True):
        where = f"{lexicon.file}:{line}"
        if term in seen:
            yield Problem("CC203", where, f"{term!r} stands twice")
        elif term < before:
            yield Problem(
                "CC204", where, f"{term!r} is out of order", "sort by code point"
            )
        if len(term) == 1 and not allowed:
            yield Problem(
                "CC205",
                where,
                f"{term!r} has one character",
                "write a longer term, or '# single: yes' in the header",
            )
        before = max(before, term)
        seen.add(term)
