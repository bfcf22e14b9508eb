"""Problems in Chinese, as they leave a program; inside and in JSON they are English.

A problem without Chinese words here is shown as it is: a rule author's mistakes name
fields and notation, and are told in the language of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from compliance_checker.errors import Problem

#: English as a pattern → Chinese; the whole text, or a path and then the rest of it.
_WORDS: tuple[tuple[str, str], ...] = (
    # What is wrong.
    (r"unknown field (.+)", r"不认识的字段 \1"),
    (r"unknown field", "不认识的字段"),
    (r"unknown column (.+)", r"不认识的列 \1"),
    (r"no column for (.+)", r"缺少列：\1"),
    (r"is missing", "没有给出"),
    (r"is empty", "是空的"),
    (r"(\S+) is not allowed here", r"不能是 \1"),
    (r"holds a value not allowed here", "的值不在允许之列"),
    (r"is (.+), not (.+)", r"是\1，应为\2"),
    (r"is no date with a time of day", "不是带时刻的日期"),
    (r"is no number of seconds", "不是秒数"),
    (r"lies before start", "早于 start"),
    (r"call_id (.+) was there before", r"call_id \1 重复"),
    (r"a speaker that is not known", "说话人不认识"),
    (r"no speaker before the text", "内容前面没有说话人"),
    (r"(.+) differs from the first row of the call", r"\1 与本通第一行不一致"),
    (r"a cell without a column", "有单元格没有对应的列"),
    (r"the file is empty", "文件是空的"),
    (r"the list holds no call", "列表里没有通话"),
    (r"the table is empty", "表格是空的"),
    (r"the table holds no row", "表格里没有数据行"),
    (r"no such file or folder", "没有这个文件或文件夹"),
    (r"no such file", "没有这个文件"),
    (r"no folder (.+)", r"没有文件夹 \1"),
    (r"no transcript in (?:this folder|it)", "里面没有通话记录"),
    (r"cannot be read: (.+)", r"读不了：\1"),
    (r"cannot be written: (.+)", r"写不了：\1"),
    (r"cannot listen there: (.+)", r"不能在此监听：\1"),
    (r"not UTF-8", "不是 UTF-8 编码"),
    (r"not valid JSON: (.+)", r"不是有效的 JSON：\1"),
    (r"the JSON ends too early", "JSON 没有写完"),
    (r"the JSON is nested too deeply", "JSON 嵌套太深"),
    (r"not readable as CSV: (.+)", r"不能当作 CSV 读：\1"),
    (r"not readable as a workbook (.+)", r"不能当作工作簿读 \1"),
    (r"larger than (\d+) bytes", r"超过 \1 字节"),
    (r"unpacks to too many bytes", "解压后太大"),
    (r"no cue found", "没有找到字幕"),
    (r"a label on turn (\d+), which is not there", r"标注的第 \1 句不存在"),
    (r"a label with an unknown category", "标注的类别不存在"),
    (r"a label on an unknown check", "标注的检查不存在"),
    (r"labels: (.+)", r"标注：\1"),
    (r"dial log: (.+)", r"拨打记录：\1"),
    (r"a worker died", "一个工作进程意外退出"),
    (r"unknown kind of report (.+)", r"不认识的报告类型 \1"),
    (r"the live service does not answer (.+)", r"实时检查服务没有应答 \1"),
    (r"no number of seconds above 0", "不是大于 0 的秒数"),
    (r"no port", "不是端口"),
    (
        r"started_at names no zone: read as Asia/Shanghai",
        "started_at 没有时区，按北京时间读",
    ),
    (r"no source is in force for any lender", "对任何机构都没有现行依据"),
    (r"no source binds (.+)", r"没有对 \1 有约束力的依据"),
    (r"no rule uses the list (.+)", r"没有规则使用词表 \1"),
    (r"could not be judged (.+)", r"未能检查 \1"),
    (r"holds no rule", "里面没有规则"),
    (r"cannot be loaded (.+)", r"不能载入 \1"),
    (r"holds the results of a finished audit", "里面已有一次完成的审计结果"),
    (r"a line longer than (\d+) bytes", r"有一行超过 \1 字节"),
    (r"speakers without a role", "说话人没有对应的角色"),
    (r"two columns for (.+)", r"有两列都是 \1"),
    (r"the workbook has rows on more than one sheet", "工作簿里不止一个工作表有内容"),
    (r"not a (\S+) result: (.+)", r"不是 \1 的结果：\2"),
    (r"(\d+) sentences in (.+)", r"\2 只有 \1 个例句"),
    (r"no more 'no_match' than 'match'", "no_match 的例句不比 match 多"),
    (r"an example stands twice", "有例句重复"),
    (r"nobody has read (.+)", r"\1 没有人读过"),
    (r"(.+) stands twice", r"\1 重复"),
    (r"(.+) is out of order", r"\1 没有按顺序排"),
    (r"(.+) has one character", r"\1 只有一个字"),
    (r"(.+) holds another phrase of the list", r"\1 里含有同一列表的另一个词"),
    (
        r"the phrase can never be found in any view it is looked for",
        "这个词在所选的任何读法里都找不到",
    ),
    (
        r"nothing is left without fillers, .+",
        "去掉语气词后什么也不剩、夹有读法里会变的句号，或对按音查找来说太短",
    ),
    (r"(.+) can never be reported", r"\1 永远不会报出"),
    (r"an except \((.+)\) holds wherever it stands", r"例外 \1 总会盖住它"),
    (r"a none \((.+)\) holds wherever it stands", r"排除条件 \1 总会成立"),
    (r"no header", "没有说明行"),
    (r"the list is empty", "词表是空的"),
    (r"no rule for (.+)", r"\1 没有规则"),
    (r"the gaps of (.+) are too wide", r"\1 的间隔太宽"),
    # Overlays and policies, which are written by an operator's own people.
    (r"there is no such file", "没有这个文件"),
    (r"the overlay has no usable name", "叠加规则没有可用的名称 name"),
    (r"the overlay has no (.+)", r"叠加规则没有填写 \1"),
    (r"two overlays have this name", "有两份叠加规则用了这个名称"),
    (r"(.+) is changed without a reason", r"改动 \1，没有写理由"),
    (r"(.+) is changed without (.+)", r"改动 \1，没有写 \2"),
    (r"(\S+) is a shipped rule", r"\1 是自带规则"),
    (r"(\S+) is a shipped source", r"\1 是自带的依据"),
    (r"(\S+) does not carry the overlay's name", r"\1 没有带上叠加规则的名称"),
    (r"(\S+) is no shipped list to add to", r"自带词表里没有 \1"),
    (r"no rule (\S+) to change", r"没有可改的规则 \1"),
    (r"no check (\S+) to change", r"没有可改的检查 \1"),
    (r"no list (\S+) to change", r"没有可改的词表 \1"),
    (r"no term (\S+) to change", r"词表里没有 \1"),
    (r"(\S+) changes nothing", r"\1 没有改动任何东西"),
    (
        r"(\S+) is never made from a transcript or a dial log",
        r"\1 不由文字记录或拨打记录检查",
    ),
    (r"no part of an overlay", "不属于叠加规则的文件"),
    (r"an overlay has no (\S+) of its own", r"叠加规则里不能有 \1"),
    (r"the critical rule (\S+) is switched off", r"严重规则 \1 被停用"),
    (r"(\S+) is not from 0 to (\d+)", r"\1 不在 0 到 \2 之间"),
    (
        r"a graver finding costs less than a slighter one",
        "更严重的反而扣分更少",
    ),
    (r"no outcome rule", "没有写结论办法"),
    (r"the outcome rule takes no finding", "这条结论办法对不上任何问题"),
    (r"the outcome rule is never reached", "这条结论办法永远轮不到"),
    (r"a graver outcome stands behind a milder one", "较重的结论排在较轻的后面"),
    (
        r"a call with one (\w+) finding \((\w+)\) comes out as (\w+)",
        r"有一处 \1（\2）的通话会得出 \3",
    ),
    # What to do.
    (
        r"name the folder of the rules; the old rulebook stays",
        "请检查规则文件夹写得对不对；原来的规则库继续使用",
    ),
    (r"check that the files are all there", "请检查文件是否齐全"),
    (
        r"reason: a sentence that an auditor can follow",
        "reason：写一句审计人员看得懂的理由",
    ),
    (
        r"by: who decided it; date: the day, 2026-11-21",
        "by：谁决定的；date：哪一天，如 2026-11-21",
    ),
    (r"see that the reason holds", "请确认理由成立"),
    (
        r"rules of an overlay are added; change a shipped one in (\S+)",
        r"叠加规则只能新增；要改自带规则，写在 \1 里",
    ),
    (r"call a list of your own (\S+)", r"自己的词表请命名为 \1"),
    (
        r"name: 2 to 16 small letters and digits; your own ids begin with it",
        "name：2 至 16 个小写字母和数字，自己的规则编号以它开头",
    ),
    (
        r"it is a violation; only minor findings may be let pass",
        "应为违规；只有轻微问题可以放过",
    ),
    (
        r"it is for review at least; only minor findings may be let pass",
        "至少要待人工复核；只有轻微问题可以放过",
    ),
    (
        r"enabled: false, another severity, or terms to remove",
        "写 enabled: false、另一个严重程度，或要去掉的词",
    ),
    (
        r"name the speaker (.+) or (\S+), or say who it is: (.+)",
        r"说话人写 \1 或 \2，或用 \3 说明",
    ),
    (r"say who is who: (.+)", r"说明谁是谁：\1"),
    (
        r"give another --output folder, or remove this one",
        "请换一个 --output 文件夹，或先删掉这个",
    ),
    (r"begin again in another folder", "请换一个文件夹重新开始"),
    (r"put each call on a line of its own", "每通通话单独一行"),
    (r"call your own columns meta\.NAME", "自己的列叫 meta.名称"),
    (
        r"put text that holds the separator into double quotes",
        "内容里有分隔符的，请用双引号括起来",
    ),
    (r"name another format with --format", "用 --format 指定别的格式"),
    (
        r"check that the folder exists and may be written to",
        "请检查文件夹在不在、能不能写",
    ),
    (r"a cue is a line (.+) and its text below", r"字幕要有时间行 \1，下面是内容"),
    (r"(\d+) at least", r"至少 \1 个"),
    (
        r"near-misses are what keeps a rule precise: add some",
        "像而不是的例句能减少误报，请补几个",
    ),
    (
        r"write a longer term, or '# single: yes' in the header",
        "换成更长的词，或在说明行写 # single: yes",
    ),
    (r"sort by code point", "按编码顺序排列"),
    (r"say on line 1 what it holds: # …", "第一行写明内容：# …"),
    (r"add (rules/\S+)", r"请补一条 \1"),
    (r"did you mean (.+)\?", r"是不是 \1？"),
    (
        r"known fields: (.+); anything of your own belongs into meta",
        r"可用的字段：\1；自己的内容放进 meta",
    ),
    (r"known fields: (.+)", r"可用的字段：\1"),
    (r"one of (.+)", r"可用：\1"),
    (r"check the path", "请检查路径"),
    (r"check that it may be read", "请检查有没有读取权限"),
    (r"give each call its own id", "每通通话要有自己的编号"),
    (r"give at least one call", "至少给一通通话"),
    (r"call it (\S+) or (.+)", r"列名写 \1 或 \2"),
    (r"needed: (.+); see docs/formats.md", r"必须有：\1；见 docs/formats.md"),
    (r"give a header and rows", "要有标题行和数据行"),
    (r"give a row a turn", "每句一行"),
    (r"keep one of them", "只留一个"),
    (r"save the file as UTF-8 (.+)", r"请另存为 UTF-8 \1"),
    (r"the file was cut off", "文件可能被截断"),
    (
        r"split it, or convert it to JSON Lines, which is read call by call",
        "请拆分，或转成 JSON Lines（逐通读取）",
    ),
    (
        r"open it in a spreadsheet program and save it again as \.xlsx",
        "用表格软件打开后另存为 .xlsx",
    ),
    (r"save one sheet a file", "每个文件只留一个工作表"),
    (r"the first row names the columns: (.+)", r"第一行写列名：\1"),
    (r"a transcript ends in (.+)", r"通话记录的扩展名是 \1"),
    (r"end the name in (.+)", r"文件名以 \1 结尾"),
    (r"start it with: (.+)", r"请先启动：\1"),
    (
        r"stop what uses the port, or choose another with --port",
        "请停掉占用端口的程序，或用 --port 换一个",
    ),
    (
        r"look for a lack of memory, then go on with --resume",
        "请检查内存是否不足，再用 --resume 继续",
    ),
    (r"please report it with the version", "请连同版本号反馈给我们"),
    (r"write (.+), say", r"例如写 \1"),
    (r"write a number up to (\d+)", r"写一个不超过 \1 的数"),
    (r"write (\d{4}-.+)", r"写成 \1"),
    (
        r"cite one that is: nothing forbids what the rule finds",
        "请补一条现行依据，否则没有规定禁止它",
    ),
    (r"neither 1 nor 0", r"既不是 1 也不是 0"),
    (r"write 1 or 0", r"写 1 或 0"),
    (r"no file of weights \((\w+)\)", r"不是权重文件（\1）"),
    (
        r"findings in their calls are for review: .+",
        "这些机构的通话命中时转人工复核；有可引用的依据再补上",
    ),
)
_COMPILED = tuple((re.compile(english), chinese) for english, chinese in _WORDS)
_KINDS = {
    "an object": "对象", "a list": "列表", "text": "文字", "true or false": "true 或 false",
    "a number": "数字", "null": "null", "something else": "别的",
}  # fmt: skip
#: Where in a call something is wrong: ``turns[3].role``.
_PATH = re.compile(r"(the call|[\w.\[\]-]+) (?=\S)")


def chinese(text: str) -> str:
    """*text* of a problem or note in Chinese, or as it is.

    >>> chinese("turns[0].text is missing")
    'turns[0].text 没有给出'
    >>> chinese("did you mean channel?")
    '是不是 channel？'
    """
    whole = _whole(text)
    if whole is not None:
        return whole
    path = _PATH.match(text)
    rest = _whole(text[path.end() :]) if path else None
    if path is None or rest is None:
        return text
    return f"通话有{rest}" if path[1] == "the call" else f"{path[1]} {rest}"


def _whole(text: str) -> str | None:
    for pattern, words in _COMPILED:
        match = pattern.fullmatch(text)
        if match:
            found = match.expand(words)
            for english, kind in _KINDS.items():
                found = found.replace(f"是{english}，", f"是{kind}，")
                found = found.replace(f"应为{english}", f"应为{kind}")
            return found.replace(" or ", " 或 ") if "应为" in found else found
    return None


def problem_text(problem: Problem) -> str:
    """The problem as a person at the terminal reads it."""
    line = f"{problem.where}: {problem.code} {chinese(problem.what)}"
    return f"{line}\n    提示：{chinese(problem.hint)}" if problem.hint else line


def problems_text(problems: Iterable[Problem], most: int) -> str:
    """The first *most* problems, and how many more there are."""
    every = list(problems)
    lines = [problem_text(one) for one in every[:most]]
    if len(every) > most:
        lines.append(f"…… 另有 {len(every) - most} 个问题")
    return "\n".join(lines)
