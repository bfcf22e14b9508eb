"""Which column of a file is which field of an account.

Headers are recognised by name, in Chinese and English, or named by a mapping
``{field: header}``; ``{field: "=value"}`` gives every row the same value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.outreach.sheets import AccountsFileError, Cell, Line, Sheet

#: Field → the headers it goes by; the first is what an error calls it.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("账户编号", "借据号", "借据编号", "合同号", "合同编号", "account_id", "id"),
    "lender": ("贷款机构", "机构名称", "放款机构", "发卡银行", "银行", "lender"),
    "agency": ("受托机构", "委外机构", "催收机构", "agency"),
    "lender_type": ("机构类型", "lender_type"),
    "product": ("产品", "产品名称", "贷款产品", "业务类型", "product"),
    "name": ("姓名", "客户姓名", "客户名称", "持卡人", "借款人", "户名", "name"),
    "phone": (
        "手机号",
        "手机号码",
        "手机",
        "联系电话",
        "预留手机号",
        "电话",
        "phone",
        "mobile",
    ),
    "id_last4": (
        "身份证后四位",
        "证件后四位",
        "身份证尾号",
        "证件号后四位",
        "身份证后4位",
        "id_last4",
    ),
    "id_number": ("身份证号", "身份证号码", "证件号码", "证件号", "id_number"),
    "account_tail": (
        "卡号尾号",
        "卡尾号",
        "账号尾号",
        "卡号后四位",
        "卡号",
        "account_tail",
    ),
    "overdue": (
        "逾期金额",
        "逾期总额",
        "欠款金额",
        "逾期总金额",
        "overdue_amount",
        "overdue",
    ),
    "min_payment": ("最低还款额", "最低还款", "最低应还", "min_payment"),
    "principal": ("本金", "逾期本金", "剩余本金", "principal"),
    "interest": ("利息", "逾期利息", "interest"),
    "fees": ("费用", "违约金", "费用合计", "fees"),
    "due_date": ("应还日", "应还日期", "到期还款日", "到期日", "还款日", "due_date"),
    "days_overdue": ("逾期天数", "days_overdue"),
    "as_of": ("数据日期", "统计日期", "截至日期", "as_of"),
    "max_periods": ("最长期数", "最多期数", "最大分期期数", "max_periods"),
    "min_monthly": ("每期最低金额", "最低月还款额", "min_monthly_amount"),
    "promise_max_days": ("承诺最长天数", "promise_max_days"),
    "zone": ("时区", "zone"),
}
REQUIRED = ("lender", "product", "name", "phone", "account_tail", "overdue")
#: At least one of each.
EITHER = (("id_last4", "id_number"), ("due_date", "days_overdue"))
#: Titles and notes above the header of an exported sheet.
HEADER_WITHIN = 10


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands in a row, and what every row shares."""

    header: tuple[str, ...]
    places: Mapping[str, int]
    constants: Mapping[str, str]
    ignored: tuple[str, ...]

    def take(self, line: Line) -> dict[str, Cell]:
        """The row's cells by field; a row that ends early has nothing there."""
        taken: dict[str, Cell] = dict(self.constants)
        for name, place in self.places.items():
            taken[name] = line.cells[place] if place < len(line.cells) else None
        return taken


def find_layout(
    sheets: Sequence[Sheet], mapping: Mapping[str, str] | None
) -> tuple[Layout, tuple[Line, ...]]:
    """The layout of the table that holds accounts, and the rows below its header.

    Raises:
        AccountsFileError: If no table has the columns that are needed, if two columns
            fit one field, or if the mapping names what is not there.
    """
    names = _names(mapping or {})
    candidates = [
        (_recognised(line, names), -order, sheet, index)
        for order, sheet in enumerate(sheets)
        for index, line in enumerate(sheet.lines[:HEADER_WITHIN])
    ]
    if not candidates:
        raise AccountsFileError("文件里没有一行数据", "请重新导出后再导入。")
    _, _, sheet, index = max(candidates, key=lambda found: (found[0], found[1]))
    layout = _layout(sheet.lines[index], names, mapping or {})
    return layout, sheet.lines[index + 1 :]


def folded(header: object) -> str:
    """A header without width, case, spaces, units and marks.

    >>> folded(" 逾期金额（元）*")
    '逾期金额'
    """
    text = unicodedata.normalize("NFKC", str(header or "")).lower()
    text = re.sub(r"\((元|人民币|rmb|天)\)", "", text)
    return re.sub(r"[\s*:_\ufeff-]", "", text)


def _names(mapping: Mapping[str, str]) -> dict[str, str]:
    """Folded header → field, the mapping's names in the place of the usual ones."""
    unknown = sorted(mapping.keys() - FIELDS.keys())
    if unknown:
        raise AccountsFileError(
            f"--map 或 --set 里有不认识的字段：{'、'.join(unknown)}",
            f"可用的字段：{'、'.join(FIELDS)}。",
        )
    names = {
        folded(alias): name
        for name, aliases in FIELDS.items()
        if name not in mapping
        for alias in aliases
    }
    given = {n: h for n, h in mapping.items() if not h.startswith("=")}
    return names | {folded(header): name for name, header in given.items()}


def _recognised(line: Line, names: Mapping[str, str]) -> int:
    return len({names[folded(c)] for c in line.cells if folded(c) in names})


def _layout(line: Line, names: Mapping[str, str], mapping: Mapping[str, str]) -> Layout:
    header = tuple("" if cell is None else str(cell).strip() for cell in line.cells)
    places: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = names.get(folded(cell))
        if name is None:
            continue
        if name in places:
            raise AccountsFileError(
                f"“{header[places[name]]}”和“{cell}”两列都像是{FIELDS[name][0]}",
                f"请用 --map 指明，例如 --map '{cell}={name}'。",
            )
        places[name] = place
    constants = {n: h[1:].strip() for n, h in mapping.items() if h.startswith("=")}
    _require(header, places.keys() | constants.keys(), mapping)
    ignored = [h for i, h in enumerate(header) if h and i not in places.values()]
    return Layout(header, places, constants, tuple(ignored))


def _require(
    header: Sequence[str], given: set[str], mapping: Mapping[str, str]
) -> None:
    missing = [FIELDS[name][0] for name in REQUIRED if name not in given]
    missing += [
        "或".join(FIELDS[name][0] for name in names)
        for names in EITHER
        if not given & set(names)
    ]
    missing += [
        f"“{wanted}”（--map 给 {name} 的列）"
        for name, wanted in mapping.items()
        if name not in given and not wanted.startswith("=")
    ]
    if missing:
        found = "、".join(cell for cell in header if cell) or "（空）"
        raise AccountsFileError(
            f"缺少列：{'、'.join(dict.fromkeys(missing))}；文件里的列是：{found}",
            "请补上这些列，或用 --map 列名=字段 说明它们在文件里叫什么，"
            "用 --set 字段=值 给每一行同一个值；字段见 docs/operations.md。",
        )
