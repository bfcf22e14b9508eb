"""What a mask leaves, and what it never leaves."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.personal.find import find
from compliance_checker.personal.mask import mask

#: Pieces that make numbers, half numbers and their surroundings when put together.
PIECES = st.sampled_from(
    [*"0123456789一幺二三零两九 -，。、.*xX叉@:()\n\u200b\ud800\x00个十百万元年月日号期路A", "138", "13800138000",
     "身份证", "电话", "qq", "微信号", "订单号", "客服", "110105194912310", "11010519491231002X",
     "1949年12月31日", "002X", "0571-8765", "6222 0200 ", "***", "**", "浙A", "西湖区文三路",
     "3栋", "护照", "三个零", "艾克斯", "，呃，", "a@b.com"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map("".join)


@given(TEXTS, st.integers(0, 4))
def test_masking_twice_changes_nothing_more(text, keep):
    masked = mask(text, keep=keep)

    assert mask(masked, keep=keep) == masked
    assert find(masked) == ()


@given(TEXTS, st.integers(0, 4))
def test_a_masked_text_is_as_long_as_it_was(text, keep):
    assert len(mask(text, keep=keep)) == len(text)


@given(TEXTS)
def test_a_mask_puts_stars_and_the_end_of_numbers_and_nothing_else(text):
    masked = mask(text)

    assert find(text) or masked == text
    for was, shown in zip(text, masked, strict=True):
        assert shown in {was, "*", *"0123456789x"}


@given(TEXTS)
def test_spans_are_in_order_and_inside_the_text(text):
    spans = [one.span for one in find(text)]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("身份证11010519491231002X。", "身份证**************002x。"),
        ("卡号6222 0200 0000 0000 000", "卡号*******************0000"),
        ("打１３８００１３８０００", "打*******8000"),
        ("幺三八，零零幺三，八洞洞洞，好", "*********8000，好"),
        ("QQ：12345，谢谢", "QQ：****5，谢谢"),
        ("QQ：123456789", "QQ：******789"),
        ("护照E87654321", "护照******321"),
        ("浙A·12345的车", "********的车"),
        ("邮箱zhang@qq.com，", "邮箱************，"),
        ("住杭州市西湖区文三路138号3栋", "住***************"),
        ("13800138000还5000元", "*******8000还5000元"),
    ],
)
def test_a_mask_keeps_the_end_of_numbers_and_all_else(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize(
    ("keep", "masked"), [(0, "***********"), (2, "*********00"), (4, "*******8000")]
)
def test_fewer_digits_may_be_kept(keep, masked):
    assert mask("13800138000", keep=keep) == masked


@pytest.mark.parametrize("keep", [-1, 5, 18])
def test_no_more_than_four_digits_may_be_kept(keep):
    with pytest.raises(ValueError, match="keep is 0 to 4"):
        mask("13800138000", keep=keep)


@pytest.mark.parametrize(
    "number", ["13800138000", "11010519491231002X", "QQ号123456789"]
)
def test_what_find_says_holds_no_number(number):
    (one,) = find(number)

    assert number[-9:-2] not in repr(one)
