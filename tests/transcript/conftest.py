"""Ways to read what a test writes."""

from __future__ import annotations

import pytest

from compliance_checker.errors import Problem
from compliance_checker.transcript.read import read
from compliance_checker.transcript.source import Options, Row, bytes_source


@pytest.fixture
def calls():
    """The calls in some bytes; there must be no problem."""

    def read_calls(content, name="calls.jsonl", format_name="auto", **options):
        if isinstance(content, str):
            content = content.encode()
        reads = list(read(bytes_source(name, content), format_name, Options(**options)))
        assert not [one for one in reads if isinstance(one, Problem)]
        return [one.call for one in reads if isinstance(one, Row)]

    return read_calls


@pytest.fixture
def problems():
    """The problems in some bytes, as (code, where, what); no call may come out."""

    def read_problems(content, name="calls.jsonl", format_name="auto", **options):
        if isinstance(content, str):
            content = content.encode()
        reads = list(read(bytes_source(name, content), format_name, Options(**options)))
        assert all(isinstance(one, Problem) for one in reads)
        return [(one.code, one.where, one.what) for one in reads]

    return read_problems
