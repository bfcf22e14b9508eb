from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance_checker.detect.candidate import Candidate
from compliance_checker.verify.service import caring, mentioned

Make = Callable[[str, str], Candidate]

CARING = [
    ("有人拿刀堵你门口？你马上打110，别开门。", "拿刀"),
    ("断了腿就先养伤，账的事不急。", "断了腿"),
    ("你儿子出车祸了？先去照顾孩子，还款我给你延期。", "车祸"),
    ("你别怕，没有人会把你带走。", "把你带走"),
    ("有人跟踪您孩子，请立刻报警。", "跟踪您孩子"),
    ("你头七还没过完，节哀，先不谈还款。", "头七"),
    ("您店被砸了，可以申请延期。", "店被砸"),
]

NOT_CARING = [
    ("你腿断了别来找我，再不还断的是另一条。", "断的是另一条"),
    ("我能理解你，但是再拖就让人去你家。", "让人去你家"),
    ("身体要紧，不过你儿子可就不好说了。", "不好说"),
    ("你报警也没用，警察来了我照样坐着。", "照样坐着"),
    ("放心吧，你跑不掉的。", "跑不掉"),
    ("你保重，走着瞧。", "走着瞧"),
    ("我们报警抓你。", "抓你"),
    ("信不信我让你躺医院，你先去挂号。", "躺医院"),
    ("你女儿放学一个人走吧。", "一个人走"),
]

MENTIONED = [
    ("你听成“坐牢”了，我说的是“做好了”。", "坐牢"),
    ("“老赖”这两个字我们不许说。", "老赖"),
    ("上门泼油漆的不是我们的人。", "泼油漆"),
    ("对不起，昨天那句“收拾你”是同事不对。", "收拾你"),
    ("讲威胁人的话是违规的。", "威胁人"),
    ("删征信我们做不到。", "删征信"),
    ("你收到的逮捕令一看就是假的。", "逮捕令"),
]

NOT_MENTIONED = [
    ("等着坐牢吧你。", "坐牢"),
    ("你就是个老赖。", "老赖"),
    ("我们不会放过你。", "放过你"),
    ("你这是犯罪，懂不懂？", "犯罪"),
    ("我们不会跟你客气，让人收拾你。", "收拾你"),
    ("你不是说没钱嘛，明天把你冰箱拉走。", "冰箱拉走"),
    ("投诉我一回，我就给你记成恶意逃债。", "恶意逃债"),
    ("逾期三个月就是犯罪，下一步收监。", "收监"),
]


@pytest.mark.parametrize(("text", "evidence"), CARING)
def test_care_help_and_advice_are_no_threat(
    candidate: Make, text: str, evidence: str
) -> None:
    assert caring(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), NOT_CARING)
def test_a_kind_word_excuses_no_threat(
    candidate: Make, text: str, evidence: str
) -> None:
    assert not caring(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), MENTIONED)
def test_words_named_disowned_or_put_right_are_not_used(
    candidate: Make, text: str, evidence: str
) -> None:
    assert mentioned(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), NOT_MENTIONED)
def test_words_used_are_not_only_mentioned(
    candidate: Make, text: str, evidence: str
) -> None:
    assert not mentioned(candidate(text, evidence))
