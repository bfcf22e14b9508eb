"""What the checker can be told from outside; read once, at the edge, and passed in."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compliance_checker.errors import Problem, SettingsError

PREFIX = "HECUI_CHECKER_"

#: Where the service is, unless it is told otherwise.
HOST, PORT = "127.0.0.1", 8010
#: To listen on these is to listen everywhere; a client goes to this machine.
_EVERYWHERE = {"0.0.0.0": HOST, "::": "::1"}


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the rulebook and the service are, and how long a rule may take."""

    #: Folders of rules and word lists; ``None`` are the packaged ones.
    rules: Path | None = None
    lexicons: Path | None = None
    #: Folders with rules of the house, each with ``rules`` and ``lexicons`` in it.
    overlays: tuple[Path, ...] = ()
    #: Seconds one rule may take on one utterance.
    budget_seconds: float = 2.0
    #: Where the service listens and where it is looked for.
    host: str = HOST
    port: int = PORT
    #: Where the tables of a rulebook's scan are kept; ``None`` keeps nothing.
    cache: Path | None = None
    #: Whether disguised and misheard words are read back.
    restore: bool = True
    #: Whether all words of an utterance together have a say in its findings.
    weigh: bool = True
    #: The dialler's log, for the checks of how often somebody was called.
    dial_log: Path | None = None

    @property
    def live_url(self) -> str:
        """Where running calls are sent to."""
        host = _EVERYWHERE.get(self.host, self.host)
        return f"ws://{f'[{host}]' if ':' in host else host}:{self.port}/v1/live"


def cache_folder(environment: Mapping[str, str]) -> Path | None:
    """Where tables are kept: ``HECUI_CHECKER_CACHE``, or in the user's cache folder.

    A variable that is empty means that nothing is kept.
    """
    named = environment.get(f"{PREFIX}CACHE")
    if named is not None:
        return Path(named) if named else None
    home = environment.get("HOME")
    base = environment.get("XDG_CACHE_HOME") or (home and f"{home}/.cache")
    return Path(base) / "hecui" if base else None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in *environment* (``HECUI_CHECKER_RULES`` and so on).

    Raises:
        SettingsError: If a value cannot work; all such values are listed.
    """
    problems: list[Problem] = []

    def folder(text: str, name: str) -> Path:
        path = Path(text)
        if not path.is_dir():
            problems.append(
                Problem("CC401", PREFIX + name, f"no folder {text!r}", "check the path")
            )
        return path

    given = {
        name.removeprefix(PREFIX): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    rules = folder(given["RULES"], "RULES") if "RULES" in given else None
    lexicons = folder(given["LEXICONS"], "LEXICONS") if "LEXICONS" in given else None
    overlays = tuple(
        folder(part, "OVERLAYS")
        for part in given.get("OVERLAYS", "").split(os.pathsep)
        if part
    )
    dials = Path(given["DIAL_LOG"]) if "DIAL_LOG" in given else None
    budget = _seconds(given.get("BUDGET_SECONDS", "2.0"), problems)
    host = given.get("HOST", HOST)
    port = _port(given.get("PORT", str(PORT)), problems)
    restore = _switch("RESTORE", given, problems)
    weigh = _switch("WEIGH", given, problems)
    if problems:
        raise SettingsError(problems)
    return Settings(
        rules,
        lexicons,
        overlays,
        budget,
        host,
        port,
        cache=cache_folder(environment),
        restore=restore,
        weigh=weigh,
        dial_log=dials,
    )


def _switch(name: str, given: Mapping[str, str], problems: list[Problem]) -> bool:
    text = given.get(name, "1")
    if text not in {"0", "1"}:
        hint = "write 1 or 0"
        problems.append(Problem("CC404", PREFIX + name, "neither 1 nor 0", hint))
    return text == "1"


def _port(text: str, problems: list[Problem]) -> int:
    if text.isascii() and text.isdecimal() and int(text) <= 65_535:
        return int(text)
    problems.append(
        Problem("CC403", f"{PREFIX}PORT", "no port", "write a number up to 65535")
    )
    return PORT


def _seconds(text: str, problems: list[Problem]) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 3600:
        problems.append(
            Problem(
                "CC402",
                f"{PREFIX}BUDGET_SECONDS",
                "no number of seconds above 0",
                "write 2.0, say",
            )
        )
    return seconds
