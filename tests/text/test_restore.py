from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_checker.text.recipes import recipe
from compliance_checker.text.restore import Restorer

#: What a rulebook might look for.
WORDS = dict.fromkeys(
    [
        *(
            "爆通讯录",
            "通讯录",
            "起诉",
            "征信",
            "坐牢",
            "投诉",
            "王八蛋",
            "骗子",
            "老赖",
        ),
        *(
            "单位领导",
            "上门",
            "弄死你",
            "弄死",
            "死全家",
            "催收",
            "法院",
            "录音",
            "警察",
        ),
        *("好人", "黑名单", "派出所", "他妈的", "还", "手", "你", "钱"),
    ],
    3,
)
ORDINARY = ("真心感谢您", "经查账单无误", "他妈妈的退休金", "您方便时再打")

#: A shared machine keeps no deadline of milliseconds.
UNHURRIED = settings(deadline=None)

AWKWARD = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs"]),
        st.sampled_from(
            "抱通讯录起诉启你王八旦女子btxlqisu4。，* 😀🔪\u200b\x00\n𠮷弄死還錢讠寸"
        ),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def restorer():
    return Restorer(WORDS, ORDINARY)


@pytest.mark.parametrize(
    ("text", "meant", "how"),
    [
        pytest.param("再不还就抱通讯录", "爆通讯录", "by sound: 爆→抱", id="sound"),
        pytest.param("下午就启诉你", "起诉", "by sound: 起→启", id="asr"),
        pytest.param("他被吹收了半年", "催收", "by sound: 催→吹", id="near-sound"),
        pytest.param("等着座牢吧", "坐牢", "by sound: 坐→座", id="two-syllables"),
        pytest.param("我要qisu你", "起诉", "by sound: 起→qi", id="pinyin"),
        pytest.param("下午QiSu你", "起诉", "by sound: 起→qi", id="pinyin-capitals"),
        pytest.param("我要 qi su 你", "起诉", "by sound: 起→qi", id="pinyin-spaced"),
        pytest.param("爆tong讯录", "爆通讯录", "by sound: 通→tong", id="one-in-pinyin"),
        pytest.param("马上btxl", "爆通讯录", "by initials: b→爆", id="initials"),
        pytest.param("下午爆讯通录", "爆通讯录", "swapped: 讯通→通讯", id="swapped"),
        pytest.param("下午就起讠斥你", "起诉", "split character: 讠斥→诉", id="split"),
        pytest.param("你个王八疋虫", "王八蛋", "split character: 疋虫→蛋", id="below"),
        pytest.param("下午就起。诉你", "起诉", "symbols removed", id="stop-inside"),
        pytest.param("bao4tong1讯录", "爆通讯录", "by sound: 爆→bao4", id="tones"),
        pytest.param("我弄4你", "弄死你", "by sound: 死→4", id="digit"),
    ],
)
def test_a_hidden_word_is_read_back(restorer, text, meant, how):
    readings = restorer.restore(text)

    assert meant in readings[0].text
    at = readings[0].text.index(meant)
    assert how in readings[0].how(at, at + len(meant))


@pytest.mark.parametrize(
    "text",
    [
        "我下午起诉你",
        "真心感谢您的理解",
        "经查账单无误",
        "他妈妈的退休金到账了",
        "请下载APP办理",
        "我在微信上发您WIFI密码",
        "编号QS1182请保管好",
        "女子和孩子都在家",
        "在门口等您",
        "您说的对。方便的话下午联系",
        "尊号XX的客户您好",
        "明天4点我打给您",
        "",
        "。",
        "😀🏠",
    ],
)
def test_ordinary_writing_is_left_alone(restorer, text):
    assert restorer.restore(text) == ()


def test_a_word_told_by_sound_does_not_reach_over_a_comma(restorer):
    assert restorer.restore("您先起，诉求我记下了") == ()
    assert restorer.restore("这事您别启，诉状不用写") == ()


@pytest.mark.parametrize(
    "text",
    [
        "请在3分钟内回复",
        "弄4000块",
        "尾号4821的卡",
        "11月4日前还4400元",
        "第4期账单4点出",
        "年利率14.4%",
        "回复1满意2一般3不满意",
        "弄4.5个点",
    ],
)
def test_numbers_are_not_read_as_words(restorer, text):
    assert restorer.restore(text) == ()


def test_letters_that_are_only_partly_a_word_stay(restorer):
    assert not any("爆" in one.text for one in restorer.restore("btxlk"))


@UNHURRIED
@given(text=AWKWARD)
def test_the_way_back_stays_inside_the_text_and_never_goes_back(restorer, text):
    for reading in restorer.restore(text):
        way = reading.way_back
        assert len(way.starts) == len(way.ends) == len(reading.text)
        assert len(reading.notes) == len(reading.text)
        assert all(
            0 <= a < b <= len(text) for a, b in zip(way.starts, way.ends, strict=True)
        )
        assert list(way.starts) == sorted(way.starts)
        assert list(way.ends) == sorted(way.ends)


@UNHURRIED
@given(text=AWKWARD)
def test_what_has_no_note_is_as_written(restorer, text):
    for reading in restorer.restore(text):
        for at, note in enumerate(reading.notes):
            if not note:
                span = reading.origin(at, at + 1)
                written = recipe("compact").text(text[span.start : span.end])
                assert reading.text[at] in written or reading.text[at] == "。"


@UNHURRIED
@given(text=AWKWARD)
def test_a_restored_text_says_how_and_holds_no_line_end(restorer, text):
    for reading in restorer.restore(text):
        assert reading.how(0, len(reading.text))
        assert "\n" not in reading.text


@UNHURRIED
@given(texts=st.lists(AWKWARD, max_size=6))
def test_many_texts_are_suspected_as_each_alone(restorer, texts):
    alone = [at for at, text in enumerate(texts) if restorer.suspects.among((text,))]

    assert restorer.suspects.among(texts) == alone


@pytest.mark.parametrize(
    "piece", ["抱通讯录", "btxl", "qisu", "弄4你", "起。诉", "女子", "a", "4", "\ud800"]
)
def test_a_megabyte_takes_no_longer_a_character_than_ten_thousand(restorer, piece):
    def seconds(size):
        text = piece * (size // len(piece))
        begin = time.process_time()
        restorer.suspects.among((text,))
        restorer.restore(text)
        return time.process_time() - begin

    assert seconds(1_000_000) < 300 * max(seconds(10_000), 0.01)


def test_readings_are_few_and_all_differ(restorer):
    readings = restorer.restore("启诉你的真信抱通讯录qs")

    texts = [reading.text for reading in readings]
    assert 0 < len(texts) == len(set(texts)) <= 2
