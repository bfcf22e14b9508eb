"""Reads limits that are kept as data, each beside the source of its value."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


class LimitsError(ValueError):
    """A file of limits does not hold exactly what is expected."""


def read_limits(name: str, expected: frozenset[str]) -> dict[str, Any]:
    """The entries of a packaged file of limits, every one a mapping with a source.

    Raises:
        LimitsError: If an entry is missing, unknown, or names no source.
    """
    text = files("actions.policy").joinpath(name).read_text(encoding="utf-8")
    entries: dict[str, Any] = yaml.safe_load(text)
    missing, unknown = expected - entries.keys(), entries.keys() - expected
    if missing or unknown:
        raise LimitsError(
            f"{name}: missing {sorted(missing)}, unknown {sorted(unknown)}"
        )
    for key, entry in entries.items():
        if not entry.get("source"):
            raise LimitsError(f"{name}: {key} names no source")
    return entries
