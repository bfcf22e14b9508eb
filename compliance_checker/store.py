"""The tables of a rulebook's scan, kept from one start to the next.

Plain arrays in a file named after everything they are made from: the rulebook's hash,
the rules in it, and the code that makes them.  A file that cannot be read is made
anew; none is ever read that could hold anything but numbers.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

ROOT = Path(__file__).resolve().parent
#: What the tables are made by and from, beside the rulebook.
MADE_BY = ("detect", "rulebook", "text")


#: Tables of so many rulebooks are kept, about 50 MB each.
MOST_KEPT = 4


class Store:
    """A folder of tables; each sieve of a scan has its own name in it."""

    def __init__(self, folder: Path | None, *key: str) -> None:
        """*key* is what the tables depend on; without a *folder* nothing is kept."""
        parts = "\0".join((*key, _code()))
        self._name = hashlib.sha256(parts.encode()).hexdigest()[:32]
        self._folder = folder

    def read(self, part: str) -> list[Array] | None:
        """The arrays kept under *part*; ``None`` if there are none to be had."""
        if self._folder is None:
            return None
        try:
            with (
                self._path(part).open("rb") as stream,
                np.load(stream, allow_pickle=False) as kept,
            ):
                return [kept[f"arr_{at}"] for at in range(len(kept.files))]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def write(self, part: str, arrays: Sequence[Array]) -> None:
        """Keep *arrays* under *part*, at once or not at all."""
        if self._folder is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".new")
            with os.fdopen(handle, "wb") as stream:
                np.savez(stream, *arrays)
            Path(name).replace(self._path(part))
            self._forget(part)
        except OSError:
            # A start without a cache is slower and nothing else.
            return

    def _forget(self, part: str) -> None:
        """Leave what was kept last of *part*, for a few rulebooks."""
        assert self._folder is not None
        kept = sorted(
            self._folder.glob(f"*-{part}.npz"), key=lambda path: path.stat().st_mtime
        )
        for path in kept[:-MOST_KEPT]:
            path.unlink(missing_ok=True)

    def _path(self, part: str) -> Path:
        assert self._folder is not None
        return self._folder / f"{self._name}-{part}.npz"


@cache
def _code() -> str:
    """A hash of the modules and tables that make the arrays."""
    digest = hashlib.sha256()
    for folder in MADE_BY:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".tsv", ".txt"}:
                digest.update(path.read_bytes())
    return digest.hexdigest()
