from __future__ import annotations

import pytest

from compliance_checker.rulebook.names import VERIFIERS as NAMES
from compliance_checker.verify.registry import REASONS, VERIFIERS
from compliance_checker.verify.words import word_boundary


@pytest.mark.parametrize(
    ("text", "evidence", "expected"),
    [
        ("请问他妈妈在家吗", "他妈", True),
        ("这可是个大麻烦", "大麻", True),
        ("利息是滚动计息的", "滚动", True),
        ("您抓紧时间", "抓紧时", True),
        ("这不是死账", "死", True),
        ("请到柜台打印流水", "打印流", True),
        ("他妈妈刚出院", "他妈", True),
        ("打你们单位", "打你", True),
        ("您告诉你爸妈", "你爸", True),
        ("你妈妈好些了吗", "你妈", True),
        ("我打你单位电话", "打你单位", False),
        ("操你妈", "你妈", False),
        ("您要不要脸上敷一下", "不要脸", True),
        ("你他妈到底还不还", "他妈", False),
        ("他妈的赶紧还", "他妈", False),
        ("他妈，听见没有", "他妈", False),
        ("你这个王八蛋", "王八蛋", False),
        ("真不要脸", "不要脸", False),
        ("去死吧", "去死", False),
        ("滚，别废话", "滚", False),
        ("我找你家人", "家人", False),
    ],
)
def test_a_piece_of_a_longer_word_is_told_from_a_word(
    candidate, text, evidence, expected
):
    assert word_boundary(candidate(text, evidence)) is expected


def test_rule_files_may_name_exactly_the_verifiers_there_are():
    assert frozenset(VERIFIERS) == NAMES
    assert VERIFIERS.keys() == REASONS.keys()
