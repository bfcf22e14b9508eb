"""FunASR with sentence timestamps and a speaker model: ``sentence_info``.

Times are milliseconds; ``spk`` is the speaker.
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
    """The sentences of the one recording in the document."""
    if isinstance(value, list):
        if len(value) != 1:
            raise NotThisFormat("not exactly one recording; save one a file")
        (value,) = value
    name = "sentence_info"
    if isinstance(value, dict) and name not in value and "stamp_sents" in value:
        name = "stamp_sents"
    for index, one in enumerate(items(value, name)):
        place = f"{name}[{index}]"
        old = isinstance(one, dict) and "text_seg" in one
        text = text_of(one, "text_seg" if old else "text", place)
        yield Segment(
            speaker(one, "spk", "speaker"),
            number(one.get("start"), MILLI),
            number(one.get("end"), MILLI),
            text,
            place,
        )


read_funasr = reader(segments, "FunASR")
