"""Generated numbers, written and said in every way, are found, exactly, and masked."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from compliance_checker.personal.find import find
from compliance_checker.personal.flat import flatten
from compliance_checker.personal.mask import mask
from compliance_checker.personal.proofs import check_digit, day, luhn

SAID = {
    "0": "零〇洞", "1": "一幺", "2": "二两", "3": "三叁", "4": "四肆", "5": "五伍",
    "6": "六陆", "7": "七拐", "8": "八捌", "9": "九勾",
}  # fmt: skip
READ = {said: digit for digit, all_said in SAID.items() for said in all_said}

BEFORE = [
    "", "您记一下，", "我的号是", "喂您好。", "麻烦核对一下：", "对，就是", "我说啊 ", "𠮷😀",
]  # fmt: skip
AFTER = ["", "，您看行吗", "。", " 谢谢", "一下午都在", "对吧", "\n15号再说", "😀"]


def digits(size: int, first: str = "0123456789") -> st.SearchStrategy[str]:
    return st.tuples(
        st.sampled_from(first),
        st.text("0123456789", min_size=size - 1, max_size=size - 1),
    ).map("".join)


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    born = draw(st.dates(min_value=day("19300101"), max_value=day("20101231")))
    region = draw(st.sampled_from(["110105", "330106", "440305", "510104", "820000"]))
    body = region + born.strftime("%Y%m%d") + draw(digits(3))
    return body + check_digit(body).upper()


@st.composite
def cards(draw: st.DrawFn) -> str:
    body = draw(st.sampled_from(["622202", "621700", "6228480", "628888"]))
    body += draw(digits(draw(st.integers(16, 19)) - len(body) - 1))
    return next(body + last for last in "0123456789" if luhn(body + last))


MOBILES = st.tuples(st.just("1"), st.sampled_from("3456789"), digits(9)).map("".join)


def grouped(number: str, sizes: list[int], between: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return between.join([*parts, number[at:]] if number[at:] else parts)


SIZES = {11: [3, 4, 4], 15: [6, 6, 3], 18: [6, 4, 4, 4]}


@st.composite
def forms(draw: st.DrawFn, number: str) -> str:
    """*number* as people and speech recognition write it."""
    said = "".join(
        draw(st.sampled_from(SAID[sign]))
        if sign in SAID
        else draw(st.sampled_from("xX叉"))
        for sign in number
    )
    mixed = "".join(
        draw(st.sampled_from(pair)) for pair in zip(number, said, strict=True)
    )
    sizes = SIZES.get(len(number), [4] * (len(number) // 4))
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return draw(
        st.sampled_from(
            [
                number,
                wide,
                said,
                "\u200b".join(number),
                " ".join(number),
                " ".join(said),
                grouped(number, sizes, " "),
                grouped(number, sizes, "-"),
                grouped(wide, sizes, "　"),
                grouped(said, sizes, "，"),
                grouped(said, sizes, "、呃 "),
                grouped(said, sizes, "。"),
                grouped(mixed, sizes, " "),
                grouped(said, sizes, "，啊，"),
            ]
        )
    )


@st.composite
def placed(
    draw: st.DrawFn, numbers: st.SearchStrategy[str]
) -> tuple[str, str, int, str]:
    """A text, the number in it, where it starts and how it is written there."""
    number = draw(numbers)
    form = draw(forms(number))
    before, after = draw(st.sampled_from(BEFORE)), draw(st.sampled_from(AFTER))
    return before + form + after, number, len(before), form


def read(text: str) -> str:
    """All digits of a text, with nothing between them."""
    flat = "".join(READ.get(sign, sign) for sign in flatten(text))
    return "".join(re.findall(r"[0-9x]", flat))


def assert_found_and_masked(kind: str, case: tuple[str, str, int, str]) -> None:
    text, number, start, form = case
    found = [one for one in find(text) if one.kind == kind]
    masked = mask(text)

    assert [(one.span.start, one.span.end) for one in found] == [
        (start, start + len(form))
    ]
    assert masked[:start] == text[:start]
    assert masked[start : start + len(form)] == (
        "*" * (len(form) - 4) + number[-4:].lower()
    )
    assert masked.endswith(text[start + len(form) :])
    assert number.lower()[:-4] not in read(masked)
    assert mask(masked) == masked


@given(placed(resident_ids()))
def test_an_id_is_found_in_every_form(case):
    assert_found_and_masked("resident_id", case)


@given(placed(cards()))
def test_a_card_is_found_in_every_form(case):
    assert_found_and_masked("bank_card", case)


@given(placed(MOBILES))
def test_a_mobile_number_is_found_in_every_form(case):
    _, number, *_ = case
    if number[5:7] == "00" == number[9:11]:
        return  # a row of round sums
    assert_found_and_masked("mobile", case)


@given(resident_ids(), st.booleans())
def test_an_id_with_its_date_in_words_is_found(number, chinese):
    born = f"{number[6:10]}年{int(number[10:12])}月{int(number[12:14])}号"
    if chinese:
        born = (
            "".join(SAID[sign][0] if sign in SAID else sign for sign in born[:4])
            + born[4:]
        )
    text = f"身份证{number[:6]}，{born}，{number[14:]}，没错"

    (one,) = find(text)

    assert one.kind == "resident_id"
    assert one.certain
    assert text[one.span.start : one.span.end] == text[3:-3]
    assert mask(text) == f"身份证{'*' * (len(text) - 10)}{number[14:].lower()}，没错"


@given(
    st.sampled_from(["010", "021", "0571", "0755", "0351"]),
    digits(8, "2345678").filter(lambda d: not d.startswith(("400", "800"))),
    st.sampled_from(["{}-{}", "({}){}", "{} {}", "（{}）{}"]),
)
def test_a_fixed_line_is_found(area, local, form):
    text = f"家里是{form.format(area, local)}，晚上在"

    (one,) = find(text)

    assert (one.kind, one.certain) == ("landline", True)
    assert mask(text).endswith(f"***{local[-4:]}，晚上在")


@given(MOBILES, st.sampled_from(["+86", "0086", "+86 ", "0086-", "86 ", "+86-"]))
def test_the_country_code_belongs_to_the_number(number, code):
    (one,) = find(f"打{code}{number}，谢谢")

    assert one.kind == "mobile"
    assert (one.span.start, one.span.end) == (1, 1 + len(code) + 11)


@given(MOBILES, MOBILES, st.sampled_from([" ", "，", "、", "或者", "/", "\n", "；"]))
def test_two_numbers_side_by_side_are_two(one, other, between):
    text = one + between + other

    assert [(p.span.start, p.span.end) for p in find(text)] == [
        (0, 11),
        (11 + len(between), len(text)),
    ]


@given(
    st.sampled_from("京沪粤浙苏鲁川"),
    st.sampled_from("ABCDEFGH"),
    digits(5),
    st.sampled_from(["", "D", "F"]),
    st.sampled_from(["", "·", " "]),
)
def test_a_plate_is_found(province, letter, number, green, between):
    plate = province + letter + between + green + number
    text = f"车停在楼下，{plate}，白色的"

    (one,) = find(text)

    assert one.kind == "plate"
    assert text[one.span.start : one.span.end] == plate
    assert number not in mask(text)


# --- what is lawful and common stays ---------------------------------------------

_ONES = "零一二三四五六七八九"


def in_words(amount: int) -> str:
    """An amount below a hundred million in Chinese words."""
    if amount >= 10_000:
        rest = in_words(amount % 10_000) if amount % 10_000 else ""
        return f"{in_words(amount // 10_000)}万{rest}"
    words = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        if amount // unit % 10:
            words += _ONES[amount // unit % 10] + name
    return words


AMOUNTS = st.integers(1, 99_999_999)


@given(
    AMOUNTS,
    st.sampled_from(
        [
            "还{}元",
            "还{}块",
            "欠款{}",
            "¥{}",
            "一共{}.50元",
            "本金{:,}元",
            "剩{:,}.00",
            "{} 元",
        ]
    ),
    st.sampled_from(["", "，", "，15号前还", " 谢谢", "\n"]),
)
def test_sums_stay(amount, form, after):
    text = form.format(amount) + after

    assert find(text) == ()
    assert mask(text) == text


@given(st.lists(AMOUNTS, min_size=1, max_size=8))
def test_sums_in_words_stay(amounts):
    assert find("，".join(f"先还{in_words(amount)}" for amount in amounts)) == ()


@given(
    st.dates(),
    st.sampled_from(
        ["%Y年%m月%d日", "%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y.%m.%d", "%m月%d号",
         "%Y-%m-%d 08:30:00", "%Y%m%d083000", "%Y-%m-%dT08:30:00+08:00"]
    ),
)  # fmt: skip
def test_dates_stay(moment, form):
    assert find(f"最晚{moment.strftime(form)}还清") == ()


@given(st.lists(st.integers(1, 9999).map(lambda n: n * 50), min_size=1, max_size=12),
       st.sampled_from(["第{}期 {}元", "{}期{}.00", "{}. {}", "{}号{}", "{}\t{}.50"]),
       st.sampled_from(["\n", "，", "；", " "]))  # fmt: skip
def test_instalment_tables_stay(sums, form, between):
    table = between.join(form.format(at, each) for at, each in enumerate(sums, 1))

    assert find(table) == ()
    assert mask(table) == table


@given(
    st.sampled_from(["12378", "95588", "12363", "12356", "110", "10086", "96110",
                     "400-888-1234", "4008881234", "800-820-1234", "400 666 8888", "12345"]),
    st.sampled_from(["拨打{}", "客服电话{}", "{}投诉", "请打{}，谢谢", "热线：{}。"]),
)  # fmt: skip
def test_service_lines_stay(number, form):
    assert find(form.format(number)) == ()


@given(
    digits(11, "123456789"),
    st.sampled_from(
        ["订单号", "工号", "合同编号：", "流水号是", "快递单号", "编号为", "业务号 "]
    ),
)
def test_the_number_of_a_paper_is_no_telephone(number, name):
    assert not [
        one for one in find(name + number) if one.kind in ("mobile", "landline")
    ]


@given(st.decimals(0, 100, places=2, allow_nan=False), st.integers(1, 60))
def test_rates_and_periods_stay(rate, periods):
    assert find(f"年化{rate}%，分{periods}期，每期费率{rate}％，逾期{periods}天") == ()
