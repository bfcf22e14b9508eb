"""阿里云: 录音文件识别, Paraformer (百炼), 通义听悟 and 智能对话分析 dialogues.

Times are milliseconds.  Two channels are two speakers; a speaker id goes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance_checker.transcript.asr.document import (
    NotThisFormat,
    items,
    number,
    reader,
    speaker,
    text_of,
)
from compliance_checker.transcript.segments import Segment

MILLI = 1000.0


def segments(value: Any) -> Iterator[Segment]:
    """The sentences of any of the four products, by time."""
    if not isinstance(value, dict):
        raise NotThisFormat("no object")
    if "Result" in value:
        yield from _sentences(value)
    elif "transcripts" in value:
        yield from _paraformer(value)
    elif "Transcription" in value:
        yield from _tingwu(value)
    else:
        yield from _dialogue(value)


def _sentences(value: Any) -> Iterator[Segment]:
    for index, one in enumerate(
        _by_time(items(value, "Result.Sentences"), "BeginTime")
    ):
        place = f"Result.Sentences[{index}]"
        yield Segment(
            speaker(one, "SpeakerId", "ChannelId"),
            number(one.get("BeginTime"), MILLI),
            number(one.get("EndTime"), MILLI),
            text_of(one, "Text", place),
            place,
        )


def _paraformer(value: Any) -> Iterator[Segment]:
    found = []
    for channel in items(value, "transcripts"):
        for one in items(channel, "sentences"):
            who = speaker(one, "speaker_id") or speaker(channel, "channel_id")
            found.append((who, one))
    found.sort(key=lambda pair: number(_of(pair[1], "begin_time")) or 0.0)
    for index, (who, one) in enumerate(found):
        place = f"sentence {index}"
        yield Segment(
            who,
            number(_of(one, "begin_time"), MILLI),
            number(_of(one, "end_time"), MILLI),
            text_of(one, "text", place),
            place,
        )


def _tingwu(value: Any) -> Iterator[Segment]:
    for index, one in enumerate(items(value, "Transcription.Paragraphs")):
        place = f"Transcription.Paragraphs[{index}]"
        words = items(one, "Words")
        text = "".join(text_of(word, "Text", place) for word in words)
        yield Segment(
            speaker(one, "SpeakerId"),
            number(_of(words[0], "Start"), MILLI) if words else None,
            number(_of(words[-1], "End"), MILLI) if words else None,
            text,
            place,
        )


def _dialogue(value: Any) -> Iterator[Segment]:
    for index, one in enumerate(items(value, "dialogue")):
        place = f"dialogue[{index}]"
        yield Segment(
            speaker(one, "role", "identity"),
            number(_of(one, "begin"), MILLI),
            number(_of(one, "end"), MILLI),
            text_of(one, "words", place),
            place,
        )


def _by_time(found: list[Any], name: str) -> list[Any]:
    if not all(isinstance(one, dict) for one in found):
        raise NotThisFormat("a sentence is no object")
    return sorted(found, key=lambda one: number(one.get(name)) or 0.0)


def _of(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


read_aliyun = reader(segments, "阿里云")
