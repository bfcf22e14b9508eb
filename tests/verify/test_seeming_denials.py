"""Words of negation that deny nothing, and denials that look like none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compliance_checker.detect.candidate import Candidate
from compliance_checker.verify.negation import negated

Make = Callable[[str, str], Candidate]

CHOICES = [
    ("你是不是活腻了，敢挂我电话。", "活腻了"),
    ("你猜我能不能让你走不成路。", "让你走不成路"),
    ("你看我会不会打给你领导。", "打给你领导"),
    ("你看我敢不敢去你单位闹。", "去你单位闹"),
    ("你欠钱跑路我说得对不对？", "欠钱跑路"),
    ("要不要我通知你全村？", "通知你全村"),
    ("你有没有收到丧葬费，先拿来还。", "丧葬费"),
    ("你们家是不是祖传的欠债手艺。", "祖传的欠债"),
    ("你闺女是不是在实验小学念书。", "在实验小学"),
    ("你想不想尝尝坐牢的滋味。", "坐牢"),
    ("你信不信我带人上你家。", "带人上你家"),
    ("管你盗刷不盗刷今天就得还。", "今天就得还"),
    ("你可不可以别装死了老赖。", "老赖"),
    ("你看我好不好意思上门泼漆。", "上门泼漆"),
    ("你到底是不是骗子。", "骗子"),
    ("行不行都得把网贷借出来填上。", "网贷借出来"),
]

THREATS = [
    ("别让我找道上的朋友跟你谈。", "找道上的朋友"),
    ("别让我们带人去你家。", "带人去你家"),
    ("别等我带人过去。", "带人过去"),
    ("别逼我弄你。", "弄你"),
    ("别逼兄弟们动手打人。", "动手打人"),
    ("别叫我上你单位拉横幅。", "拉横幅"),
    ("别让兄弟们堵你家门。", "堵你家门"),
    ("别因为这点钱毁了你闺女的前途。", "毁了你闺女的前途"),
    ("别让你孩子跟着丢脸。", "丢脸"),
    ("别为了几千块连累你爸妈。", "连累你爸妈"),
    ("别弄得全村都知道了。", "全村都知道"),
    ("看老子不锤扁你。", "锤扁你"),
    ("看我不打断你的腿。", "打断你的腿"),
    ("看我今天不砸了你家玻璃。", "砸了你家玻璃"),
    ("我不弄死你我不姓王。", "弄死你"),
    ("我不打断你的腿誓不为人。", "打断你的腿"),
]

ASSERTED = [
    ("阿姨您退休金不是挺高嘛，帮孩子把窟窿补上。", "退休金不是挺高"),
    ("你不是填了两个联系人嘛，我一个一个问。", "联系人"),
    ("你爸不是每天早上去公园遛弯嘛，摔一跤可不得了。", "去公园遛弯"),
    ("你信用卡不是还有一张没爆吗找个pos机刷出来。", "pos机"),
    ("你不是在实验小学当老师吗我去找你校长。", "找你校长"),
    ("你老婆不是在医院上班么，我去她科室坐坐。", "在医院上班"),
    ("无法联系您本人我们就打给您单位。", "打给您单位"),
    ("没办法只能打给你老婆。", "打给你老婆"),
    ("不需要我提醒你坐牢的滋味吧。", "坐牢"),
    ("爆通讯录我们不会手软。", "爆通讯录"),
    ("打给你领导我们没有什么不敢的。", "打给你领导"),
    ("上门是免不了的。", "上门"),
    ("坐牢是跑不了的。", "坐牢"),
    ("去你单位我不会客气。", "去你单位"),
    ("骂你跟我没关系，骂你是你活该。", "骂你"),
]

DENIED = [
    ("不需要您替他还款。", "替他还款"),
    ("没必要找朋友借钱来还。", "借钱来还"),
    ("没有必要去网贷平台借。", "去网贷平台借"),
    ("我们不打算联系您的家人。", "联系您的家人"),
    ("不用您替他还。", "替他还"),
    ("我们不建议您借新还旧。", "借新还旧"),
    ("对不起，我没法帮您删除记录。", "删除记录"),
    ("不好意思，我不方便加您的个人微信。", "加您的个人微信"),
    ("这边没办法私下谈，请您理解。", "私下谈"),
    ("这边无法承诺结清后撤销案件。", "撤销案件"),
    ("手持身份证照片我们不收。", "手持身份证照片"),
    ("远程协助我们没有。", "远程协助"),
    ("账户管理费我们没有这一项。", "账户管理费"),
    ("抹零头抹是抹不掉的。", "抹零头"),
    ("横幅是网点做活动用的，跟您这事没关系。", "横幅"),
    ("您给中介的服务费我们没有收到。", "服务费"),
    ("别让家人替您担心，我们不会打给他们。", "打给他们"),
    ("别因为着急就去借高利贷。", "借高利贷"),
    ("我们不是公安局的。", "公安局"),
    ("我们不提供代还服务。", "代还"),
]


@pytest.mark.parametrize(("text", "evidence"), CHOICES)
def test_a_choice_denies_nothing(candidate: Make, text: str, evidence: str) -> None:
    assert not negated(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), THREATS)
def test_what_somebody_had_better_not_is_threatened(
    candidate: Make, text: str, evidence: str
) -> None:
    assert not negated(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), ASSERTED)
def test_a_negative_word_beside_the_claim_does_not_take_it_back(
    candidate: Make, text: str, evidence: str
) -> None:
    assert not negated(candidate(text, evidence))


@pytest.mark.parametrize(("text", "evidence"), DENIED)
def test_a_refusal_or_a_topic_denied_is_a_denial(
    candidate: Make, text: str, evidence: str
) -> None:
    assert negated(candidate(text, evidence))
