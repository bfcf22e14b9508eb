"""WhisperX (and Whisper with speakers): ``segments`` with ``speaker``, in seconds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from compliance_checker.transcript.asr.document import (
    items,
    number,
    reader,
    speaker,
    text_of,
)
from compliance_checker.transcript.segments import Segment


def segments(value: Any) -> Iterator[Segment]:
    """The segments, in order."""
    for index, one in enumerate(items(value, "segments")):
        place = f"segments[{index}]"
        text = text_of(one, "text", place)
        start, end = number(one.get("start")), number(one.get("end"))
        yield Segment(speaker(one, "speaker"), start, end, text, place)


read_whisperx = reader(segments, "WhisperX")
