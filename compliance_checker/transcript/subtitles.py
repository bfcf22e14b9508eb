"""SRT and WebVTT: one file is one call; each cue names its speaker."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from compliance_checker.errors import Problem
from compliance_checker.transcript.columns import seconds
from compliance_checker.transcript.segments import Segment, read_segments
from compliance_checker.transcript.source import (
    Options,
    Read,
    Source,
    decode,
    read_bytes,
)
from compliance_checker.transcript.speakers import role_of

_CLOCK = r"(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*({_CLOCK})\s*-->\s*({_CLOCK})(?:\s.*)?\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"</?(?:[a-z][^<>]{0,100}|\d{2}:[^<>]{0,20})>", re.IGNORECASE)
_NAMED = re.compile(
    r"\s*[\[【]?([^：:\]】<>，。！？]{1,24})[\]】]?\s*[：:](?!//)\s*(.*)", re.S
)


def read_subtitles(source: Source, options: Options) -> Iterator[Read]:
    """The call in *source*; a cue without a speaker goes on with the one before."""
    content = read_bytes(source)
    if isinstance(content, Problem):
        yield content
        return
    text = decode(source, content)
    if isinstance(text, Problem):
        yield text
        return
    segments = list(_cues(source.name, re.split(r"\r\n|\r|\n", text), options))
    if not segments:
        hint = "a cue is a line 00:00:01,000 --> 00:00:02,000 and its text below"
        yield Problem("CC510", source.name, "no cue found", hint)
        return
    yield from read_segments(source.stem, f"{source.name}:1", segments, options)


def _cues(name: str, lines: list[str], options: Options) -> Iterator[Segment]:
    speaker = ""
    for at, line in enumerate(lines):
        if not (timing := _TIMING.match(line)):
            continue
        spoken = []
        for below in lines[at + 1 :]:
            if not below.strip() or _TIMING.match(below):
                break
            spoken.append(below)
        speaker, text = _spoken("\n".join(spoken), speaker, options)
        start, end = (_seconds(timing[1]), _seconds(timing[2]))
        yield Segment(speaker, start, end, text, f"{name}:{at + 1}")


def _seconds(clock: str) -> float | None:
    found = seconds(clock)
    return found if isinstance(found, float) else None


def _spoken(text: str, before: str, options: Options) -> tuple[str, str]:
    """The speaker and the bare text of a cue."""
    if voice := _VOICE.search(text):
        return voice[1].strip(), html.unescape(_TAG.sub("", _VOICE.sub("", text)))
    bare = html.unescape(_TAG.sub("", text))
    if (named := _NAMED.match(bare)) and (
        role_of(named[1], {k: v for k, v in options.roles.items() if k != "*"})
    ):
        return named[1].strip(), named[2]
    return before, bare
