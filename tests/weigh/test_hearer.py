"""What moves a call is heard in words that no pattern names, and not in words like them."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from compliance_checker.detect.sieve import OURS, THEIRS
from compliance_checker.errors import RulebookError
from compliance_checker.evaluate import cues
from compliance_checker.model import Call, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.weigh import kept


@pytest.fixture(scope="module")
def by_patterns() -> Checker:
    return Checker(load_rulebook())


@pytest.fixture(scope="module")
def checker() -> Checker:
    return Checker(load_rulebook(), hearer=kept.read_cues())


HEARD = [
    ("recording_notice", "这头后台一直给录着呢，您放心讲"),
    ("asks_details", "您把身份证末尾那四个数念给我核一核"),
    ("debt_fact", "您那张卡这期四千二，拖到今儿第三十五天了"),
    ("illness", "我妈上个礼拜刚从重症监护室转出来"),
    ("bereaved", "我爸前天刚入土，家里还搭着灵棚"),
    ("complaint", "行，我这就去金融监管那边反映你们"),
    ("hardship", "店关了两个月了，一分钱进账都没有"),
    ("asks_caller", "喂，哪个单位的呀你是"),
    ("third_person", "他早不用这个号了，我是后来办的"),
    ("minor", "我今年才上高二，十六岁"),
]
NOT_HEARD = [
    ("recording_notice", "您上回说的那段录音我还没听到"),
    ("recording_notice", "您登录一下手机银行就能看到"),
    ("asks_details", "您这个月几号发工资呀"),
    ("asks_details", "您方便说一下暂时还不上的原因吗"),
    ("debt_fact", "逾期一般会对征信有影响，这是通用的规定"),
    ("debt_fact", "这个业务上的事得跟他本人说"),
    ("illness", "我昨天有点累，睡得早没接到"),
    ("illness", "这两天感冒，嗓子哑了"),
    ("bereaved", "手机没电，自动关机了"),
    ("bereaved", "他刚走，去楼下买菜了"),
    ("complaint", "客服电话是多少，我打过去还款"),
    ("hardship", "我忘了还，晚上就转"),
    ("asks_caller", "哪张卡啊，我有两张呢"),
    ("third_person", "我跟我老公说一声，让他转给我"),
    ("third_person", "我妈住院花了不少钱"),
    ("minor", "我孩子上高二，开销大"),
    ("minor", "我十六号发工资"),
]


@pytest.mark.parametrize(("cue", "text"), HEARD)
def test_a_cue_is_heard(checker, cue, text):
    assert cues.holds(checker, cues.CueRow(cue, True, text))


@pytest.mark.parametrize(("cue", "text"), NOT_HEARD)
def test_words_like_a_cue_are_none(checker, cue, text):
    assert not cues.holds(checker, cues.CueRow(cue, False, text))


def test_words_hear_what_patterns_do_not(checker, by_patterns):
    rows = [cues.CueRow(cue, True, text) for cue, text in HEARD]
    assert sum(cues.holds(by_patterns, row) for row in rows) < len(rows)


def test_a_pattern_is_not_believed_against_all_words(checker, by_patterns):
    row = cues.CueRow("debt_fact", False, "您欠的是个说法，这个我们五分钟之内给您")
    hearer = kept.read_cues()
    nothing = np.full_like(hearer.present, 99.0)
    deaf = dataclasses.replace(hearer, present=nothing, absent=nothing)
    never = Checker(load_rulebook(), hearer=deaf)
    told = cues.CueRow("debt_fact", True, "您名下逾期金额3260元，已经逾期12天")
    assert cues.holds(by_patterns, told)
    assert not cues.holds(never, told)
    assert not cues.holds(checker, row)


def test_words_of_the_other_side_are_not_ours(checker):
    text = "我妈上个礼拜刚从重症监护室转出来"
    assert "illness" in cues.heard(checker, text, "debtor")
    assert "illness" not in cues.heard(checker, text, "collector")


def test_a_call_heard_whole_is_the_call_heard_turn_by_turn(checker):
    said = [
        ("collector", "喂，李广田是吧，我这边瑞金恒通的小钟"),
        ("third_party", "他早不用这个号了，我是后来办的"),
        ("collector", "哦不好意思，那他那点账拖了好几个月了您知道不"),
        ("third_party", "不晓得，你莫再打来了"),
        ("collector", "那您帮我想想谁能找着他，回头我再给您打"),
    ]
    call = Call(
        "c-1",
        tuple(Utterance(at, role, text) for at, (role, text) in enumerate(said)),
        channel="voice",
    )
    verdict = checker.check(call)
    assert checker.open(call).close() == verdict
    found = {one.check: one.turn for one in verdict.call_findings}
    assert (found["C14"], found["C15"]) == (2, 4)


def test_the_cues_and_their_sides_are_those_of_the_rulebook(checker):
    sides = cues.sides(checker)
    assert set(kept.read_cues().cues) <= sides.keys()
    assert sides["recording_notice"] == OURS
    assert sides["illness"] == THEIRS
    assert sides["greeting"] == OURS | THEIRS


def test_the_weights_of_cues_are_named_in_every_verdict(checker, by_patterns):
    assert checker.rulebook.id.sha256 != by_patterns.rulebook.id.sha256


def test_a_broken_file_of_cues_says_which_and_what_to_do(tmp_path):
    path = tmp_path / "cues.npz"
    path.write_bytes(kept.PACKAGED_CUES.read_bytes()[:2000])
    with pytest.raises(RulebookError) as raised:
        kept.read_cues(path)
    [problem] = raised.value.problems
    assert str(path) in problem.where
    assert "tools/train" in problem.hint


def test_what_is_kept_is_what_was_learned(tmp_path):
    hearer = kept.read_cues()
    kept.write_cues(tmp_path / "cues.npz", hearer)
    again = kept.read_cues(tmp_path / "cues.npz")
    assert again.cues == hearer.cues
    assert np.array_equal(again.present, hearer.present)
    assert np.array_equal(again.weights.matrix, hearer.weights.matrix)
