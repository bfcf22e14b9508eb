"""Reads JSON Lines strictly: every problem of a file at once, each with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.errors import BadInput

Row = TypeVar("Row", bound=msgspec.Struct)

#: More are counted, not shown.
SHOWN = 50


def read_lines(
    path: Path,
    kind: type[Row],
    *,
    identity: Callable[[Row], str],
    check: Callable[[Row], Iterator[str]] = lambda _row: iter(()),
) -> list[Row]:
    """The rows of a file, each a *kind*; blank lines are passed over.

    *check* yields what is wrong with a row beyond its types.

    Raises:
        BadInput: If the file cannot be read or any line is wrong; all are listed.
    """
    rows: list[Row] = []
    problems: list[str] = []
    first_seen: dict[str, int] = {}
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = decoder.decode(line)
        except msgspec.DecodeError as error:
            problems.append(f"{path.name}:{number}: {_plain(error)}")
            continue
        name = identity(row)
        if name in first_seen:
            problems.append(
                f"{path.name}:{number}: id {name!r} is on line {first_seen[name]} too"
            )
        first_seen.setdefault(name, number)
        problems += [f"{path.name}:{number}: {problem}" for problem in check(row)]
        rows.append(row)
    _raise(path, rows, problems)
    return rows


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(
            f"{path.name} is not UTF-8", (f"first bad byte at {error.start}",)
        ) from error
    except OSError as error:
        raise BadInput(f"{path.name}: {error.strerror}") from error


def _plain(error: msgspec.DecodeError) -> str:
    message = str(error)
    if isinstance(error, msgspec.ValidationError):
        return re.sub(r" - at `\$\.?(.*)`$", r" in `\1`", message)
    return f"no JSON object: {message}"


def _raise(path: Path, rows: list[Row], problems: list[str]) -> None:
    if problems:
        shown = problems[:SHOWN]
        if len(problems) > SHOWN:
            shown.append(f"… and {len(problems) - SHOWN} more")
        word = "problem" if len(problems) == 1 else "problems"
        raise BadInput(f"{path.name}: {len(problems)} {word}", tuple(shown))
    if not rows:
        raise BadInput(f"{path.name} holds no rows")
