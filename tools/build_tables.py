"""Write the character tables of ``compliance_checker/text/tables``.

``pairs.tsv`` comes from this project's own sentences (``nlu_data/nlu``,
``actions/texts``).  Run by hand when a table must change, in an environment of its own that holds
``pypinyin`` (MIT) and ``opencc-python-reimplemented`` (Apache-2.0); neither is needed
at run time::

    python tools/build_tables.py compliance_checker/text/tables

The output depends on the versions of these two and of Python's ``unicodedata``; they
are written into the header of each table.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.metadata import distribution, version
from itertools import pairwise
from pathlib import Path

#: What OpenCC leaves alone and people write all the same.
OWN_VARIANTS = {
    "妳": "你", "祂": "他", "牠": "它", "麽": "么", "著": "着", 
    "喫": "吃", "箇": "个", "囙": "因", "煙": "烟", "佔": "占", "週": "周",
}  # fmt: skip

#: Characters of the simplified set that are nearly always written for another one.
#: All others of that set stay: 欠 is no Japanese 缺, and 么 is no 幺.
ALSO_TRADITIONAL = frozenset("乾後徵於著夥甯捱菸麽")

#: The reading that counts in speech about debts, where the dictionary's first does not.
OWN_READINGS = {
    "还": "huan hai", "行": "hang xing", "长": "zhang chang", "重": "zhong chong",
    "都": "dou du", "得": "de dei", "了": "le liao", "着": "zhe zhao", "地": "di de",
    "没": "mei mo", "找": "zhao", "吗": "ma", "呢": "ne ni", "哪": "na nei",
    "谁": "shui shei", "会": "hui kuai", "家": "jia", "打": "da", "上": "shang",
    "他": "ta", "弄": "nong long", "给": "gei ji", "差": "cha chai", "债": "zhai",
    "血": "xue xie", "薄": "bao bo", "露": "lu lou", "扒": "ba pa", "折": "zhe she",
    "单": "dan shan", "传": "chuan zhuan", "暴": "bao", "爆": "bao", "曝": "bao pu",
    "的": "de di", "子": "zi", "个": "ge", "把": "ba", "拉": "la", "砍": "kan",
}  # fmt: skip


#: Turns of official letters and service talk that this project's sentences lack.
OWN_TALK = """
经查 经核实 经查询 经核对 经了解 经确认 经与您 经审核 经系统 现已 兹有 特此 随信 附上 敬请 谨此 承蒙 惠顾 烦请 劳驾
"""

#: Characters that really have several readings in everyday talk, most usual first.
#: Of all others the dictionary's first reading counts: 众 is not read yin.
POLYPHONES = """
乐 le yue|觉 jue jiao|角 jiao jue|便 bian pian|调 tiao diao|降 jiang xiang|藏 cang zang
朝 chao zhao|称 cheng chen|盛 sheng cheng|省 sheng xing|说 shuo shui|宿 su xiu|弹 dan tan
提 ti di|约 yue yao|择 ze zhai|轧 ya zha|粘 zhan nian|琢 zhuo zuo|柏 bai bo|剥 bo bao
伯 bo bai|参 can shen cen|曾 ceng zeng|刹 cha sha|澄 cheng deng|匙 chi shi|臭 chou xiu
畜 chu xu|大 da dai|度 du duo|恶 e wu|否 fou pi|和 he huo hu|核 he hu|吓 xia he|系 xi ji
嚼 jiao jue|校 xiao jiao|解 jie xie|劲 jin jing|卡 ka qia|壳 ke qiao|落 luo la lao
勒 le lei|俩 lia liang|绿 lv lu|率 lv shuai|模 mo mu|胖 pang pan|屏 ping bing|奇 qi ji
强 qiang jiang|亲 qin qing|圈 quan juan|色 se shai|塞 sai se|厦 sha xia|什 shen shi
石 shi dan|似 si shi|熟 shu shou|属 shu zhu|巷 xiang hang|削 xue xiao|这 zhe zhei
那 na nei|仔 zi zai|贾 jia gu|查 cha zha|车 che ju|囤 tun dun|堡 bao bu|秘 mi bi
爪 zhua zhao|咋 za zha|尿 niao sui|扎 za zha|赚 zhuan zuan|冠 guan|漂 piao|期 qi
"""


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    variants = simplified()
    (folder / "fold.tsv").write_text(fold_table(variants), encoding="utf-8")
    (folder / "noise.tsv").write_text(noise_table(), encoding="utf-8")
    (folder / "sound.tsv").write_text(sound_table(), encoding="utf-8")
    (folder / "split.tsv").write_text(split_table(), encoding="utf-8")
    (folder / "pairs.tsv").write_text(pairs_table(), encoding="utf-8")


def header(*lines: str) -> list[str]:
    made = f"# Made by tools/build_tables.py, Unicode {unicodedata.unidata_version}"
    return [made, *(f"# {line}" for line in lines)]


def code_points() -> Iterator[str]:
    """All assigned or assignable code points but the surrogates, in order."""
    for number in range(0x110000):
        if not 0xD800 <= number < 0xE000:
            yield chr(number)


def simplified() -> dict[str, str]:
    """Traditional and regional characters → simplified, one character each."""
    folder = Path(
        str(
            distribution("opencc-python-reimplemented").locate_file("opencc/dictionary")
        )
    )
    table: dict[str, str] = {}
    for name in ("TWVariants.txt", "HKVariants.txt", "JPVariants.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            standard, _, regional = line.partition("\t")
            for one in regional.split():
                table.setdefault(one, standard)
    to_simple = {}
    for line in (folder / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        traditional, _, simple = line.partition("\t")
        to_simple[traditional] = simple.split()[0]
    merged = {old: to_simple.get(new, new) for old, new in table.items()}
    merged |= to_simple
    # 著, 乾 and the like are kept by one table and changed by another: ours decides.
    merged |= OWN_VARIANTS
    # A regional form may lead to a traditional one: 戱, 戯, 戏.
    for old in merged:
        seen = {old}
        while merged[old] in merged.keys() - seen and not plain(merged[old]):
            seen.add(merged[old])
            merged[old] = merged[merged[old]]
    return {
        old: new
        for old, new in merged.items()
        if old != new and (old in ALSO_TRADITIONAL or not plain(old))
    }


def plain(character: str) -> bool:
    """Whether *character* belongs to the simplified set of GB 2312."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def fold_table(variants: dict[str, str]) -> str:
    """Each code point that folding changes, and what it becomes (may be longer)."""
    rows = header(
        f"Characters OpenCC {version('opencc-python-reimplemented')} (Apache-2.0)",
        "code point (hex) TAB what it becomes; NFKC, lower case, simplified",
    )
    for character in code_points():
        folded = unicodedata.normalize("NFKC", character).lower()
        folded = "".join(variants.get(one, one) for one in folded)
        # A second round, because lower case of a compatibility letter may compose.
        folded = unicodedata.normalize("NFKC", folded)
        if folded != character and "\t" not in folded and "\n" not in folded:
            rows.append(f"{ord(character):X}\t{folded}")
    return "\n".join(rows) + "\n"


def noise_table() -> str:
    """Ranges of code points that no reader of Chinese reads aloud."""
    rows = header(
        "first TAB last code point (hex): space, control, format, combining, symbol"
        " and punctuation characters"
    )
    noise = {"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me", "So", "Sk", "Sm", "Sc",
             "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Co"}  # fmt: skip
    first = last = -2  # code point 0 must begin a range, not continue one
    for character in code_points():
        if unicodedata.category(character) not in noise:
            continue
        number = ord(character)
        if number != last + 1:
            if first >= 0:
                rows.append(f"{first:X}\t{last:X}")
            first = number
        last = number
    rows.append(f"{first:X}\t{last:X}")
    return "\n".join(rows) + "\n"


def pairs_table() -> str:
    """Neighbouring characters of ordinary talk: the first, then all that follow it."""
    root = Path(__file__).resolve().parent.parent
    texts = [OWN_TALK]
    for folder in ("nlu_data/nlu", "actions/texts"):
        for path in sorted((root / folder).glob("*.yml")):
            texts.append(path.read_text(encoding="utf-8"))
    seen = Counter(
        one + other
        for text in (OWN_TALK, *texts)
        for one, other in pairwise(text)
        if han(one) and han(other)
    )
    after: dict[str, set[str]] = defaultdict(set)
    for (one, other), times in seen.items():
        # Debtors' messages hold slips of the keyboard: once is not ordinary.
        if times > 1:
            after[one].add(other)
    rows = header(
        "From nlu_data/nlu and actions/texts of this repository",
        "character TAB the characters that follow it in ordinary talk",
    )
    rows += [f"{one}\t{''.join(sorted(after[one]))}" for one in sorted(after)]
    return "\n".join(rows) + "\n"


def split_table() -> str:
    """Two characters side by side, and the characters that they may be parts of."""
    whole: dict[str, list[str]] = defaultdict(list)
    listed = Path(__file__).with_name("parts.txt").read_text(encoding="utf-8")
    for line in listed.splitlines():
        if line.startswith("#"):
            continue
        heads, *others = line.removeprefix(">").split()
        for head in heads:
            for other, character in others:
                seen = other + head if line.startswith(">") else head + other
                if character not in whole[seen]:
                    whole[seen].append(character)
    rows = header(
        "From tools/parts.txt",
        "two parts TAB the characters they may be parts of",
    )
    rows += [f"{seen}\t{''.join(whole[seen])}" for seen in sorted(whole)]
    return "\n".join(rows) + "\n"


def han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def sound_table() -> str:
    """Toneless syllable, characters read so first, characters read so otherwise."""
    from pypinyin import Style, pinyin  # only here: the other tables do not need it

    first: dict[str, list[str]] = defaultdict(list)
    other: dict[str, list[str]] = defaultdict(list)
    everyday = dict(
        line.split(" ", 1) for line in re.split(r"[|\n]", POLYPHONES) if line
    )
    everyday |= OWN_READINGS
    for number in range(0x4E00, 0xA000):
        character = chr(number)
        found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        readings = found[0] if found else []
        own = everyday.get(character)
        readings = own.split() if own else [r for r in readings if r.isalpha()][:1]
        readings = [reading.replace("ü", "v") for reading in dict.fromkeys(readings)]
        for at, reading in enumerate(readings):
            (other if at else first)[reading].append(character)
    rows = header(
        f"Readings: pypinyin {version('pypinyin')} (MIT)",
        "syllable TAB characters read so first TAB characters read so otherwise",
    )
    for syllable in sorted(first.keys() | other.keys()):
        rows.append(
            f"{syllable}\t{''.join(first[syllable])}\t{''.join(other[syllable])}"
        )
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
