"""The verdict as JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from compliance_checker.report.record import verdict_line, verdict_record


def test_the_fields_stand_in_the_order_of_the_format(verdict):
    record = verdict_record(verdict)

    assert list(record) == [
        "call_id", "rulebook", "outcome", "score", "findings", "call_findings",
        "not_checked",
    ]  # fmt: skip
    assert list(record["findings"][0]) == [
        "rule", "category", "severity", "status", "turn", "start", "end", "text", "how",
        "basis", "reasons", "suggestion",
    ]  # fmt: skip
    assert list(record["call_findings"][0]) == [
        "check", "severity", "status", "turn", "detail", "basis",
    ]  # fmt: skip
    assert list(record["findings"][0]["basis"][0]) == [
        "id", "article", "force", "quote", "certainty",
    ]  # fmt: skip


def test_meta_is_there_only_if_the_sender_gave_it(verdict):
    assert "meta" not in verdict_record(verdict)
    assert verdict_record(replace(verdict, meta={"a": 1}))["meta"] == {"a": 1}


def test_a_line_is_json_in_utf8_and_ends_with_a_break(verdict):
    line = verdict_line(verdict)

    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert json.loads(line) == json.loads(json.dumps(verdict_record(verdict)))
    assert "告诉你家里人".encode() in line
