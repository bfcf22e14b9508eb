from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_checker.model import Span, Utterance
from compliance_checker.text.reading import Reading
from compliance_checker.text.recipes import VIEWS, recipe
from compliance_checker.text.view import View

#: The first example reads the tables, which no deadline for one example allows for.
UNHURRIED = settings(deadline=None)

#: What breaks offsets: lone surrogates, astral planes, NUL, marks, joiners, emoji.
AWKWARD = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from(
            "爆通讯录我你。.,， !?；\n\t\x00\u200b\u200d\ufe0f\u0301𠮷𫝆㎏①½ﬁ…女子弓长ab0１＋"
            "啊嗯那个妈還錢📞👨\U000e0067\u2028\u202e"
        ),
    ),
    max_size=60,
)


def view(name: str, text: str) -> View:
    return View(recipe(name), text)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", VIEWS)
@UNHURRIED
@given(text=AWKWARD)
def test_the_way_back_belongs_to_the_text(name, text):
    seen = view(name, text)

    assert seen.way_back.text == seen.text
    assert len(seen.way_back.starts) == len(seen.way_back.ends) == len(seen.text)


@pytest.mark.parametrize("name", VIEWS)
@UNHURRIED
@given(text=AWKWARD)
def test_the_way_back_stays_inside_the_text_and_never_goes_back(name, text):
    way = view(name, text).way_back

    assert all(
        0 <= a < b <= len(text) for a, b in zip(way.starts, way.ends, strict=True)
    )
    assert list(way.starts) == sorted(way.starts)
    assert list(way.ends) == sorted(way.ends)


@UNHURRIED
@given(text=AWKWARD)
def test_each_folded_character_comes_from_where_it_says(text):
    folded = view("folded", text)

    for at in range(len(folded.text)):
        span = folded.origin(at, at + 1)
        assert folded.text[at] in view("folded", text[span.start : span.end]).text


#: Views whose every character is one of what its own piece of text reads as.
LOCAL = ["folded", "clean", "compact", "squeezed", "signs"]


@pytest.mark.parametrize("name", LOCAL)
@UNHURRIED
@given(text=AWKWARD)
def test_each_character_is_what_its_piece_of_the_text_folds_to(name, text):
    seen = view(name, text)

    for at in range(len(seen.text)):
        span = seen.origin(at, at + 1)
        piece = text[span.start : span.end]
        made = {*recipe(name).text(piece), *piece.translate(recipe(name).table)}
        assert seen.text[at] in made | {"。", ",", "."}


@pytest.mark.parametrize("name", ["folded", "compact", "squeezed", "clean"])
@UNHURRIED
@given(text=AWKWARD)
def test_reading_twice_changes_nothing(name, text):
    once = view(name, text).text

    assert view(name, once).text == once


@pytest.mark.parametrize("name", ["compact", "squeezed", "sound", "shape", "signs"])
@UNHURRIED
@given(text=AWKWARD)
def test_no_scanned_view_holds_a_line_end_or_a_lone_surrogate(name, text):
    seen = view(name, text).text

    assert "\n" not in seen
    seen.encode("utf-8")


@UNHURRIED
@given(text=AWKWARD, start=st.integers(0, 60), length=st.integers(1, 60))
def test_a_span_is_found_again_in_the_view(text, start, length):
    seen = view("clean", text)
    end = min(len(text), start + length)
    if start >= end:
        return

    a, b = seen.locate(Span(start, end))

    assert 0 <= a <= b <= len(seen.text)
    if a < b:
        back = seen.origin(a, b)
        assert back.start < end
        assert start < back.end


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param("folded", "ＡＢＣ１２３", "abc123", id="full-width"),
        pytest.param("folded", "還錢，後天", "还钱,后天", id="traditional"),
        pytest.param("folded", "欠款予以什么", "欠款予以什么", id="simplified-stays"),
        pytest.param("folded", "\ud800", "\ufffd", id="lone-surrogate"),
        pytest.param("compact", "爆 通　讯\u200b录", "爆通讯录", id="spaces"),
        pytest.param("compact", "爆*通#讯~录", "爆通讯录", id="signs"),
        pytest.param("compact", "爆，通、讯：录", "爆通讯录", id="commas"),
        pytest.param("compact", "爆😀通🏠讯录", "爆通讯录", id="emoji"),
        pytest.param("compact", "爆啊通嗯讯呃录", "爆通讯录", id="fillers"),
        pytest.param("compact", "爆。通。讯。录", "爆通讯录", id="stops-between"),
        pytest.param(
            "compact",
            "再不还就爆。通。讯。录，懂吗",
            "再不还就爆通讯录懂吗",
            id="inside",
        ),
        pytest.param("compact", "滚。蛋", "滚蛋", id="two-characters"),
        pytest.param(
            "compact", "好。我记下了。", "好。我记下了", id="an-answer-is-a-sentence"
        ),
        pytest.param("compact", "是。对。我知道", "是。对。我知道", id="answers"),
        pytest.param(
            "compact", "今天还！明天呢？", "今天还。明天呢", id="sentence-ends"
        ),
        pytest.param("compact", "再不还...我去你家", "再不还我去你家", id="a-pause"),
        pytest.param("compact", "应还8,123.45元", "应还8123.45元", id="an-amount"),
        pytest.param("compact", "加+v：abc", "加+vabc", id="plus-for-add"),
        pytest.param("compact", "e\u0301", "e", id="combining-mark"),
        pytest.param(
            "compact", "额度是多少", "额度是多少", id="a-filler-that-is-a-word"
        ),
        pytest.param("squeezed", "爆爆通讯录", "爆通讯录", id="stutter"),
        pytest.param("squeezed", "爆爆通通讯讯录录", "爆通讯录", id="all-doubled"),
        pytest.param("squeezed", "我我我们", "我们", id="stutter-of-three"),
        pytest.param("squeezed", "通讯通讯录", "通讯录", id="two-characters-again"),
        pytest.param("squeezed", "我那个爆你通讯录", "我爆你通讯录", id="soft-filler"),
        pytest.param("squeezed", "他妈妈", "他妈妈", id="mother-is-no-stutter"),
        pytest.param("squeezed", "他妈妈妈", "他妈妈", id="mother-stuttered"),
        pytest.param("squeezed", "谢谢爷爷", "谢谢爷爷", id="lawful-doubles"),
        pytest.param("squeezed", "一一零零", "一一零零", id="spoken-digits"),
        pytest.param("squeezed", "1100", "1100", id="digits"),
        pytest.param("squeezed", "王八八蛋", "王八蛋", id="a-digit-in-a-word"),
        pytest.param("squeezed", "额度和名额", "额度和名额", id="money-is-no-filler"),
        pytest.param("shape", "女子女子", "好好", id="split"),
        pytest.param("shape", "恏的", "好的", id="look-alike"),
        pytest.param("shape", "💣通讯录", "炸通讯录", id="emoji-for-a-word"),
        pytest.param("clean", "您好，在吗？", "您好,在吗?", id="punctuation-stays"),
        pytest.param("clean", "我们 不会 打给", "我们不会打给", id="asr-spaces"),
        pytest.param(
            "clean",
            "今天必须还钱 我在你公司楼下",
            "今天必须还钱,我在你公司楼下",
            id="chat-space",
        ),
    ],
)
def test_a_view_reads(name, text, expected):
    assert view(name, text).text == expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("爆通讯录", "抱通讯录", True, id="same-sound"),
        pytest.param("征信", "真信", True, id="eng-en"),
        pytest.param("催收", "崔售", True, id="whole-word"),
        pytest.param("老赖", "脑奈", True, id="n-l"),
        pytest.param("爆通讯录", "bao tong xun lu", True, id="pinyin-with-spaces"),
        pytest.param("爆通讯录", "baotongxunlu", True, id="pinyin-run-together"),
        pytest.param("爆通讯录", "爆tongxun录", True, id="pinyin-inside"),
        pytest.param("爆通讯录", "爆 通 讯 录", True, id="spaces"),
        pytest.param("爆通讯录", "报童学录", False, id="another-vowel"),
        pytest.param("征信", "政策", False, id="another-word"),
        pytest.param("催收", "吹牛", False, id="half-the-same"),
        pytest.param("还钱", "wechat", False, id="letters-that-are-no-pinyin"),
    ],
)
def test_what_sounds_the_same_reads_the_same(one, other, same):
    assert (view("sound", one).text == view("sound", other).text) is same


def test_a_hit_in_a_view_is_told_in_the_originals_code_points():
    text = "你看𠮷，爆 通\u200b讯 录！"
    compact = view("compact", text)
    at = compact.text.index("爆通讯录")

    span = compact.origin(at, at + 4)

    assert text[span.start : span.end] == "爆 通\u200b讯 录"


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 1), (0, 5), (3, 2)])
def test_no_span_comes_from_outside_a_view(start, end):
    with pytest.raises(ValueError, match="no characters"):
        view("compact", "爆通讯录").origin(start, end)


def test_a_second_compact_reading_is_made_only_where_it_differs():
    plain = Reading(Utterance(0, "collector", "我们谈谈还款"))
    stuttered = Reading(Utterance(0, "collector", "我我们还款"))

    assert [view.name for view in stuttered.views("compact")] == ["compact", "squeezed"]
    assert [view.name for view in plain.views("shape")] == []


@pytest.mark.parametrize("size", [1_000_000])
def test_a_megabyte_is_read_with_its_way_back(size):
    text = "爆 通讯录，" * (size // 6)

    way = view("compact", text).way_back

    assert way.ends[-1] <= len(text)
