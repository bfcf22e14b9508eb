from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.detect.candidate import Situation
from compliance_checker.detect.kinds import compile_detector
from compliance_checker.detect.program import Context
from compliance_checker.detect.scan import Scan
from compliance_checker.model import Span, Utterance
from compliance_checker.rulebook.schema import Detector
from compliance_checker.text.reading import Reading

LEXICONS = {"relative": ("老婆", "老公", "爸妈"), "verb": ("打给", "联系")}

PHRASE = Detector(phrase=("爆通讯录",))
HEARD = Detector(phrase=("爆通讯录", "起诉"), views=("compact", "sound"))
SEEN = Detector(phrase=("王八蛋", "好看"), views=("compact", "shape"))


@pytest.mark.parametrize(
    ("detector", "text", "evidence", "how"),
    [
        pytest.param(PHRASE, "我爆通讯录", "爆通讯录", "as written", id="plain"),
        pytest.param(PHRASE, "我爆通訊錄", "爆通訊錄", "folded", id="traditional"),
        pytest.param(
            PHRASE, "爆 通 讯 录！", "爆 通 讯 录", "spaces removed", id="spaces"
        ),
        pytest.param(
            PHRASE, "爆啊通讯呃录", "爆啊通讯呃录", "fillers removed", id="fillers"
        ),
        pytest.param(
            PHRASE, "爆*通*讯*录", "爆*通*讯*录", "symbols removed", id="stars"
        ),
        pytest.param(
            PHRASE, "爆。通。讯。录", "爆。通。讯。录", "symbols removed", id="stops"
        ),
        pytest.param(
            PHRASE, "爆通通讯录", "爆通通讯录", "repeats removed", id="stutter"
        ),
        pytest.param(
            PHRASE, "爆那个通讯录", "爆那个通讯录", "fillers removed", id="soft-filler"
        ),
        pytest.param(HEARD, "给你抱通讯录", "抱通讯录", "by sound: 爆→抱", id="sound"),
        pytest.param(
            HEARD,
            "我bao通讯录",
            "bao通讯录",
            "by sound: 爆通讯录→bao通讯录",
            id="pinyin",
        ),
        pytest.param(
            HEARD, "当心btxl哦", "btxl", "by initials: 爆通讯录→btxl", id="initials"
        ),
        pytest.param(
            SEEN, "女子看吗", "女子看", "split character: 女子→好", id="split"
        ),
        pytest.param(
            SEEN, "你个王八🥚", "王八🥚", "split character: 🥚→蛋", id="emoji"
        ),
    ],
)
def test_a_disguised_phrase_is_found_and_told(find, detector, text, evidence, how):
    [hit] = find(detector, text)

    assert text[hit.span.start : hit.span.end] == evidence
    assert hit.words(text) == how


@pytest.mark.parametrize(
    ("detector", "text"),
    [
        pytest.param(PHRASE, "给你抱通讯录", id="sound-is-opt-in"),
        pytest.param(PHRASE, "btxl", id="initials-are-opt-in"),
        pytest.param(PHRASE, "女子看", id="shape-is-opt-in"),
        pytest.param(PHRASE, "通讯录", id="part"),
        pytest.param(PHRASE, "爆了。通讯录呢", id="two-sentences"),
        pytest.param(HEARD, "启诉", id="two-syllables-are-met-by-chance"),
        pytest.param(HEARD, "abtxlc", id="letters-inside-a-word"),
        pytest.param(HEARD, "爆通", id="half"),
        pytest.param(SEEN, "女子。看", id="another-sentence"),
        pytest.param(PHRASE, "", id="empty"),
        pytest.param(PHRASE, "。。。", id="stops"),
    ],
)
def test_what_is_not_the_phrase_is_left_alone(find, detector, text):
    assert find(detector, text) == []


def test_three_syllables_that_share_no_character_are_chance(find):
    phrase = Detector(phrase=("要你命",), views=("sound",))

    assert find(phrase, "药里明") == []
    assert find(phrase, "药你明")


def test_a_pattern_tells_where_its_gaps_lie(find):
    text = "我们绝不会打给您老婆"

    [hit] = find(Detector(pattern="我们<4>打给<2>{relative}"), text)

    assert [text[gap.start : gap.end] for gap in hit.gaps] == ["绝不会", "您"]


def test_a_pattern_may_be_several(find):
    several = Detector(pattern=("打给<2>{relative}", "联系<2>{relative}"))

    assert len(find(several, "打给你老婆，联系你爸妈")) == 2


def test_tokens_read_words_not_characters(find):
    tokens = Detector(tokens=(({"TEXT": {"IN": ["找", "问候"]}}, {"TEXT": "家人"}),))

    assert [hit.span for hit in find(tokens, "我去找 家人")] == [Span(2, 6)]
    assert find(tokens, "寻找家人") == []


def test_a_sequence_needs_its_first_part_within_reach(find):
    detector = msgspec.convert(
        {
            "sequence": {
                "first": {"role": "debtor", "said": "illness"},
                "then": {"role": "collector", "pattern": "也得还"},
                "within_turns": 2,
            }
        },
        Detector,
    )

    def at(index: int, last: dict[str, int]) -> Situation:
        return Situation(index=index, role="collector", last=last)

    assert find(detector, "住院也得还", at(2, {"illness": 0}))
    assert not find(detector, "住院也得还", at(3, {"illness": 0}))
    assert not find(detector, "住院也得还", at(2, {}))


WORDS = st.lists(
    st.sampled_from(
        ["爆", "通讯", "录", "打给", "你", "老婆", "。", "，", " ", "啊", "我", "抱"]
    ),
    max_size=14,
).map("".join)

ALL = [
    Detector(phrase=("爆通讯录", "打给你")),
    Detector(phrase=("爆通讯录",), views=("folded",)),
    Detector(phrase=("爆通讯录",), views=("sound",)),
    Detector(pattern="打给<3>{relative}"),
    Detector(pattern="你<2!>录", views=("shape",)),
    Detector(tokens=(({"TEXT": "老婆"},),)),
]


@given(st.lists(WORDS, max_size=6))
def test_the_scan_never_hides_what_a_detector_would_find(texts):
    programs = [compile_detector(one, Context(LEXICONS)) for one in ALL]
    readings = [Reading(Utterance(i, "collector", t)) for i, t in enumerate(texts)]
    here = Situation(index=0, role="collector")

    proposed = Scan(programs).propose([one.utterance for one in readings])

    for row, reading in enumerate(readings):
        wakes = proposed.awake(row)
        for number, program in enumerate(programs):
            if program.find(reading, here):
                assert number in wakes


@given(WORDS)
def test_what_the_folded_view_finds_the_compact_view_finds(text):
    reading = Reading(Utterance(0, "collector", text))
    here = Situation(index=0, role="collector")
    folded = compile_detector(
        Detector(phrase=("爆通讯录", "打给你"), views=("folded",)), Context({})
    )
    both = compile_detector(Detector(phrase=("爆通讯录", "打给你")), Context({}))

    spans = {hit.span for hit in both.find(reading, here)}

    assert {hit.span for hit in folded.find(reading, here)} <= spans


@given(st.lists(WORDS, max_size=8))
def test_a_batch_is_proposed_as_its_utterances_one_by_one(texts):
    scan = Scan([compile_detector(one, Context(LEXICONS)) for one in ALL])
    turns = [Utterance(i, "collector", text) for i, text in enumerate(texts)]

    together = scan.propose(turns)

    for row, turn in enumerate(turns):
        assert together.awake(row) == scan.propose([turn]).awake(0)
