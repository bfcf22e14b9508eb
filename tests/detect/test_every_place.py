"""A dropped or spared match hides no other: every way and every place is tried."""

from __future__ import annotations

import msgspec
import pytest

from compliance_checker.detect.program import search
from compliance_checker.detect.rule import compile_exceptions
from compliance_checker.model import Utterance
from compliance_checker.rulebook.schema import Detector
from compliance_checker.text.reading import Reading


def detector(**fields) -> Detector:
    return msgspec.convert(fields, Detector)


def _found(find, text: str, *patterns: str) -> set[str]:
    hits = find(detector(pattern=list(patterns)), text)
    return {text[hit.span.start : hit.span.end] for hit in hits}


def test_patterns_that_begin_together_are_both_found(find):
    assert _found(find, "打给你老婆和你领导", "打给<2>老婆", "打给<6>领导") == {
        "打给你老婆",
        "打给你老婆和你领导",
    }


def test_so_are_the_ways_of_one_pattern(find):
    assert _found(find, "打给你老婆和你领导", "打给<2>老婆|打给<6>领导") == {
        "打给你老婆",
        "打给你老婆和你领导",
    }


def test_a_match_that_begins_inside_another_is_found(find):
    assert _found(find, "找你妈找你爸", "找<6>爸") == {"找你妈找你爸", "找你爸"}


def test_later_places_are_found(find):
    hits = find(detector(pattern="找你妈"), "找你妈。不行就找你妈")
    assert [hit.span.start for hit in hits] == [0, 7]


def test_one_place_with_other_gaps_is_another_hit(find):
    hits = find(
        detector(pattern=["我们不会打给<2>老婆", "我们<4>打给<2>老婆"]),
        "我们不会打给你老婆",
    )
    assert {len(hit.gaps) for hit in hits} == {1, 2}


@pytest.mark.parametrize(
    ("pattern", "text", "spared"),
    [
        ("(他|她)行<10>", "他行的信用卡逾期了", "他行的信用卡逾期了"),
        ("<8>商量<6>", "和您家人商量一下再定", "和您家人商量一下再定"),
        ("<4>(更新|登记)<10>", "更新您的紧急联系人", "更新您的紧急联系人"),
        ("协商|<4>更新<10>", "先更新联系人", "先更新联系人"),
    ],
)
def test_an_exception_covers_all_its_gaps_allow(pattern, text, spared):
    expression = compile_exceptions([pattern], {})
    reading = Reading(Utterance(0, "collector", text))
    hits = search({"compact": expression}, reading)
    longest = max(hits, key=lambda hit: hit.span.end - hit.span.start)
    assert text[longest.span.start : longest.span.end] == spared
