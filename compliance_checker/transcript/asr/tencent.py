"""腾讯云 录音文件识别: ``ResultDetail`` where it was asked for, else ``Result``.

``Result`` is text: ``[0:0.020,0:2.380,0]  您好`` (minutes:seconds, then the speaker).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from compliance_checker.transcript.asr.document import (
    NotThisFormat,
    get,
    number,
    reader,
    speaker,
    text_of,
)
from compliance_checker.transcript.columns import seconds
from compliance_checker.transcript.segments import Segment

MILLI = 1000.0

_LINE = re.compile(r"\[(\d+:\d+\.\d+),(\d+:\d+\.\d+)(?:,([^\]]{1,16}))?\]\s*(.*)")


def segments(value: Any) -> Iterator[Segment]:
    """The sentences, in order; callbacks and query answers both do."""
    if isinstance(value, dict) and "Response" in value:
        value = get(value, "Response.Data")
    elif isinstance(value, dict) and "Data" in value:
        value = value["Data"]
    if not isinstance(value, dict):
        raise NotThisFormat("no Response.Data")
    detail = value.get("ResultDetail", value.get("resultDetail"))
    if isinstance(detail, list) and detail:
        yield from _detail(detail)
    else:
        yield from _text(value.get("Result", value.get("text")))


def _detail(detail: list[Any]) -> Iterator[Segment]:
    for index, one in enumerate(detail):
        place = f"ResultDetail[{index}]"
        text = text_of(one, "FinalSentence", place)
        yield Segment(
            speaker(one, "SpeakerId"),
            number(one.get("StartMs"), MILLI),
            number(one.get("EndMs"), MILLI),
            text,
            place,
        )


def _text(text: Any) -> Iterator[Segment]:
    if not isinstance(text, str):
        raise NotThisFormat("neither ResultDetail nor Result")
    for index, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        if not (match := _LINE.match(line.strip())):
            raise NotThisFormat(f"line {index} of Result has no time")
        place = f"Result line {index}"
        start, end = number(seconds(match[1])), number(seconds(match[2]))
        yield Segment(match[3] or "", start, end, match[4], place)


read_tencent = reader(segments, "腾讯云")
