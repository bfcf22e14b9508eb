"""Interruptions, overlap, speed, silence and one-sided talk, from the times of turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.call.tempo import tempo
from compliance_checker.model import Call, Utterance


def call(*turns) -> Call:
    """Turns as role, start, end and (if it matters) text."""
    return Call(
        "c-1",
        tuple(
            Utterance(index, role, *(text or ["请您说说情况"]), start=start, end=end)
            for index, (role, start, end, *text) in enumerate(turns)
        ),
    )


def measures(*turns):
    found = tempo(call(*turns))
    assert found
    return found


WE, THEY = "collector", "debtor"


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param([(WE, 0, 5), (THEY, 5, 9)], id="in-turn"),
        pytest.param([(THEY, 0, 5), (WE, 4.6, 9)], id="a-little-early"),
        pytest.param([(THEY, 0, 5), (WE, 3, 3.5, "嗯嗯。")], id="a-sign-of-listening"),
        pytest.param([(WE, 0, 5), (THEY, 3, 9)], id="they-break-in"),
        pytest.param([(WE, 0, 5), ("unknown", 3, 9)], id="nobody-knows-who"),
    ],
)
def test_that_is_no_interruption(turns):
    assert measures(*turns).interruptions == 0


def test_each_turn_of_ours_that_breaks_in_counts_once():
    found = measures(
        (THEY, 0, 10), (WE, 4, 5), (WE, 6, 7), (THEY, 12, 20), (WE, 19.4, 30)
    )

    assert found.interruptions == 3


def test_overlap_is_the_time_in_which_both_talk():
    found = measures((WE, 0, 10), (THEY, 8, 12), (WE, 11, 13), (THEY, 11.5, 12.5))

    assert found.overlap == pytest.approx(2 + 1.5)


def test_silence_is_the_longest_gap_and_not_the_time_before_the_call():
    found = measures((WE, 3, 5), (THEY, 9, 10), (WE, 10, 12), (THEY, 11, 30))

    assert found.silence == 4


def test_a_monologue_runs_until_the_other_side_says_something():
    found = measures(
        (WE, 0, 10), (WE, 12, 20), (THEY, 20, 21), (WE, 21, 24), ("unknown", 24, 90)
    )

    assert found.monologue == 20


def test_share_and_speed_are_of_the_time_talked():
    found = measures((WE, 0, 30, "好，" * 75), (THEY, 40, 50))

    assert found.our_share == 0.75
    assert found.speed == 150


def test_of_too_little_talk_nothing_is_said():
    found = measures((WE, 0, 5), (THEY, 6, 9))

    assert (found.our_share, found.speed) == (None, None)


@pytest.mark.parametrize(
    "turns",
    [
        pytest.param([], id="nothing"),
        pytest.param([(WE, None, None)], id="no-times"),
        pytest.param([(WE, 0, 5), (THEY, 5, None)], id="an-end-missing"),
        pytest.param([(THEY, 0, 5)], id="none-of-ours"),
    ],
)
def test_without_times_or_without_us_there_are_no_measures(turns):
    assert tempo(call(*turns)) is None


TURNS = st.lists(
    st.tuples(
        st.sampled_from([WE, THEY, "unknown", "bot", "third_party"]),
        st.integers(0, 300),
        st.integers(0, 60),
    ).map(lambda one: (one[0], float(one[1]), float(one[1] + one[2]))),
    min_size=1,
    max_size=12,
)


@given(TURNS)
def test_no_measure_is_beyond_what_was_talked(turns):
    found = tempo(call(*turns))
    if found is None:
        return

    first, last = min(one[1] for one in turns), max(one[2] for one in turns)
    for seconds in (found.overlap, found.silence, found.monologue):
        assert 0 <= seconds <= last - first
    assert found.our_share is None or 0 <= found.our_share <= 1
    assert 0 <= found.interruptions <= len(turns)
