"""Processor time of running processes, from the kernel's own counts (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

#: Fields of ``/proc/PID/stat`` after the name in brackets (proc(5), counted from 0).
SESSION, FIRST_TIME, LAST_TIME = 3, 11, 14


def seconds_of(leader: int) -> float | None:
    """Seconds on the processor of a session's processes, ended children included.

    *leader* is the process that began the session.  Nothing where the kernel keeps
    no such counts, or the session is gone.
    """
    found = [ticks for session, ticks in _processes() if session == leader]
    return sum(found) / os.sysconf("SC_CLK_TCK") if found else None


def _processes() -> Iterator[tuple[int, int]]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        times = fields[FIRST_TIME : LAST_TIME + 1]
        yield int(fields[SESSION]), sum(int(ticks) for ticks in times)
