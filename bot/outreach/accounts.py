"""Brings a lender's file of overdue accounts into the casebook.

The rows that are right go in together, in one transaction; each row that is not is
reported with every reason.  The same file twice changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from actions.casebook.store import Casebook
from actions.casebook.work import Work
from bot.outreach.columns import Layout, find_layout
from bot.outreach.rows import ReadRow, read_row
from bot.outreach.sheets import AccountsFileError, Cell, Line, read_sheets

__all__ = ["AccountsFileError", "ImportReport", "RefusedRow", "import_accounts"]

ZONE = ZoneInfo("Asia/Shanghai")
#: Told after this many rows how far the import is.
STEP = 500

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was left out; *line* is its number in the file."""

    line: int
    reasons: tuple[str, ...]
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did.  ``repeated``: this very file had been imported before."""

    name: str
    encoding: str
    header: tuple[str, ...]
    id_columns: tuple[int, ...]
    rows: int
    added: int
    changed: int
    unchanged: int
    refused: tuple[RefusedRow, ...]
    ignored_columns: tuple[str, ...]
    repeated: bool

    def summary(self) -> str:
        """A few lines of Chinese for the operator; no personal data."""
        lines = [
            f"{self.name}（{self.encoding}）：共 {self.rows} 行，新增 {self.added}，"
            f"更新 {self.changed}，无变化 {self.unchanged}，拒收 {len(self.refused)}。"
        ]
        if self.repeated:
            lines.append("这份文件之前已经导入过，本次没有改动任何账户。")
        if self.ignored_columns:
            lines.append(f"没有用到的列：{'、'.join(self.ignored_columns)}。")
        lines += [
            f"第 {row.line} 行：{'；'.join(row.reasons)}" for row in self.refused[:10]
        ]
        if len(self.refused) > 10:
            lines.append(f"……另有 {len(self.refused) - 10} 行，见拒收报告。")
        return "\n".join(lines)


def import_accounts(
    path: Path | str,
    casebook: Casebook,
    now: datetime,
    mapping: Mapping[str, str] | None = None,
    *,
    progress: Progress | None = None,
) -> ImportReport:
    """Import the accounts of a CSV or XLSX file and report what became of each row.

    *mapping* names columns that go by other names (see ``columns``).  Of two rows for
    one account the first counts, the second is refused.

    Raises:
        AccountsFileError: If the file or its columns cannot be used; nothing changed.
    """
    path = Path(path)
    sheets = read_sheets(path)
    layout, lines = find_layout(sheets, mapping)
    if not lines:
        raise AccountsFileError(
            f"{path.name} 只有表头，没有数据行", "请重新导出后再导入。"
        )
    today = now.astimezone(ZONE).date()
    rows = list(_read_all(lines, layout, today, progress or _silent))
    digest = _digest(path, mapping)
    with casebook.begin() as work:
        good, refused = _sorted_out(work, rows)
        repeated = _seen(work, digest)
        if repeated:
            added, changed, same = 0, 0, len(good)
        else:
            values = [row.values for row in good]
            added, changed, same = work.save_accounts(values, source="import", now=now)
            _remember(work, digest, len(good), len(refused), now)
    return ImportReport(
        name=path.name,
        encoding=sheets[0].encoding,
        header=layout.header,
        id_columns=_id_columns(layout),
        rows=len(lines),
        added=added,
        changed=changed,
        unchanged=same,
        refused=tuple(refused),
        ignored_columns=layout.ignored,
        repeated=repeated,
    )


def _read_all(
    lines: Sequence[Line], layout: Layout, today: date, progress: Progress
) -> Iterator[ReadRow]:
    for done, line in enumerate(lines, start=1):
        yield read_row(line, layout, today)
        if done % STEP == 0 or done == len(lines):
            progress(done, len(lines))


def _sorted_out(
    work: Work, rows: Sequence[ReadRow]
) -> tuple[list[ReadRow], list[RefusedRow]]:
    """The rows to save and the rows to report, both in the file's order."""
    ids = [row.values["id"] for row in rows if not row.reasons]
    lenders = work.lenders_of(ids)
    first: dict[str, int] = {}
    good, refused = [], []
    for row in rows:
        reasons = row.reasons or _conflicts(row, first, lenders)
        if reasons:
            refused.append(RefusedRow(row.line.number, reasons, row.line.cells))
            continue
        first[row.values["id"]] = row.line.number
        good.append(row)
    return good, refused


def _conflicts(
    row: ReadRow, first: Mapping[str, int], lenders: Mapping[str, str]
) -> tuple[str, ...]:
    account_id = row.values["id"]
    if account_id in first:
        return (f"与第 {first[account_id]} 行是同一个账户",)
    if lenders.get(account_id, row.values["lender"]) != row.values["lender"]:
        return ("账户编号：已属于另一家机构",)
    return ()


def _digest(path: Path, mapping: Mapping[str, str] | None) -> str:
    digest = hashlib.sha256(path.read_bytes())
    digest.update(repr(sorted((mapping or {}).items())).encode())
    return digest.hexdigest()


def _seen(work: Work, digest: str) -> bool:
    events = work.events_of_kind("import.finished")
    return any(event.detail.get("sha256") == digest for event in events)


def _remember(work: Work, digest: str, good: int, refused: int, now: datetime) -> None:
    detail = {"sha256": digest, "saved": good, "refused": refused}
    work.event("import.finished", detail, source="import", now=now)


def _id_columns(layout: Layout) -> tuple[int, ...]:
    names = ("id_number", "id_last4", "account_tail")
    return tuple(layout.places[name] for name in names if name in layout.places)


def _silent(done: int, total: int) -> None:
    del done, total
