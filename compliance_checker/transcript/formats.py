"""Which format a source is in, by its name and its first bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from typing import BinaryIO

from compliance_checker.transcript.asr.aliyun import read_aliyun
from compliance_checker.transcript.asr.funasr import read_funasr
from compliance_checker.transcript.asr.tencent import read_tencent
from compliance_checker.transcript.asr.whisperx import read_whisperx
from compliance_checker.transcript.asr.xunfei import read_xunfei
from compliance_checker.transcript.columns import FIELD_OF, REQUIRED
from compliance_checker.transcript.csv_table import DELIMITERS, read_csv
from compliance_checker.transcript.json_calls import read_json
from compliance_checker.transcript.jsonl import read_jsonl
from compliance_checker.transcript.source import Reader
from compliance_checker.transcript.subtitles import read_subtitles
from compliance_checker.transcript.text import read_text
from compliance_checker.transcript.xlsx_table import read_xlsx

READERS: Mapping[str, Reader] = {
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "xlsx": read_xlsx,
    "text": read_text,
    "srt": read_subtitles,
    "vtt": read_subtitles,
    "aliyun": read_aliyun,
    "tencent": read_tencent,
    "xunfei": read_xunfei,
    "funasr": read_funasr,
    "whisperx": read_whisperx,
}

#: Extension → format; ``.json`` is looked into, for recognisers write it too.
EXTENSIONS: Mapping[str, str] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".txt": "text",
    ".text": "text",
    ".srt": "srt",
    ".vtt": "vtt",
}

#: How much of a source is looked at (bytes).
HEAD = 1 << 16

#: A key that only one recogniser's documents have, near their beginning.
_MARKS: tuple[tuple[str, bytes], ...] = (
    ("tencent", rb'"(?:ResultDetail|StatusStr|FinalSentence)"\s*:'),
    ("xunfei", rb'"(?:orderResult|lattice|json_1best|onebest)"\s*:|\\?"onebest\\?"'),
    ("aliyun", rb'"(?:Sentences|transcripts|Transcription|Paragraphs|dialogue)"\s*:'),
    ("funasr", rb'"(?:sentence_info|stamp_sents)"\s*:'),
    ("whisperx", rb'"(?:segments|word_segments)"\s*:'),
)
_CALL = re.compile(rb'"call_id"\s*:')
_CUE = re.compile(rb"\s*(?:\d+\s*\r?\n)?\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->")


def format_of(name: str, head: bytes) -> str:
    """The format of a source with this *name* and these first bytes."""
    suffix = PurePath(name).suffix.lower()
    if suffix in EXTENSIONS:
        return EXTENSIONS[suffix]
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    if head.startswith(b"WEBVTT"):
        return "vtt"
    if head.lstrip()[:1] in (b"{", b"["):
        return _json_format(head, suffix)
    if _CUE.match(head):
        return "srt"
    return "csv" if _looks_like_table(head) else "text"


def _json_format(head: bytes, suffix: str) -> str:
    if not _CALL.search(head):
        for name, mark in _MARKS:
            if re.search(mark, head):
                return name
    if suffix == ".json" and not _is_lines(head):
        return "json"
    return "jsonl" if _is_lines(head) else "json"


def _is_lines(head: bytes) -> bool:
    """Whether a whole object ends on the first line that holds something."""
    first, _, rest = head.lstrip().partition(b"\n")
    whole = first.startswith(b"{") and first.rstrip().endswith(b"}")
    # A first line longer than the head is one call of JSON Lines.
    return whole or (first.startswith(b"{") and not rest and len(head) >= HEAD)


def _looks_like_table(head: bytes) -> bool:
    first = head.lstrip().split(b"\n", 1)[0]
    for encoding in ("utf-8", "gb18030"):
        line = first.decode(encoding, "replace")
        for mark in DELIMITERS:
            titles = (cell.strip().strip('"').lower() for cell in line.split(mark))
            fields = {FIELD_OF.get(title) for title in titles}
            if fields >= {*REQUIRED}:
                return True
    return False


def head_of(stream: BinaryIO) -> bytes:
    """The first bytes of *stream*, which goes on where it was."""
    peek = getattr(stream, "peek", None)
    if peek is not None:
        return bytes(peek(HEAD)[:HEAD])
    head = stream.read(HEAD)
    stream.seek(-len(head), 1)
    return head
