from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlalchemy.exc import IntegrityError

from actions.casebook.models import Account, Base
from actions.casebook.store import open_casebook
from bot.outreach.accounts import AccountsFileError, import_accounts
from bot.outreach.accounts_report import write_report
from bot.outreach.columns import FIELDS
from bot.outreach.progress import progress_bar

HEADER = (
    "姓名",
    "手机号",
    "身份证后四位",
    "产品",
    "逾期金额",
    "最低还款额",
    "逾期天数",
    "卡号尾号",
    "贷款机构",
)
GOOD = (
    "林思齐",
    "16100001234",
    "0427",
    "信用卡",
    "3,260.00",
    "326",
    "9",
    "7715",
    "恒信银行",
)
ALSO_GOOD = (
    "周静怡",
    "161-0000-5678",
    "035X",
    "现金分期",
    "899.5",
    "",
    "3天",
    "0031",
    "青禾消费金融",
)


def changed(row: tuple[str, ...], **cells: str) -> tuple[str, ...]:
    values = dict(zip(HEADER, row, strict=True)) | cells
    return tuple(values[name] for name in HEADER)


def write(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(tmp_path / "accounts.csv", HEADER, GOOD, ALSO_GOOD)


def stored(casebook) -> list[Account]:
    with casebook.begin() as work:
        return list(work.accounts())


def reasons(casebook, now, path: Path, row: tuple[str, ...]) -> str:
    report = import_accounts(write(path, HEADER, row), casebook, now)
    return "；".join(report.refused[0].reasons) if report.refused else ""


def test_good_rows_become_accounts(casebook, now, file):
    report = import_accounts(file, casebook, now)

    assert (report.rows, report.added, report.refused) == (2, 2, ())
    by_name = {account.name: account for account in stored(casebook)}
    card, loan = by_name["林思齐"], by_name["周静怡"]
    assert (card.overdue_fen, card.min_payment_fen) == (326_000, 32_600)
    assert card.due_date == date(2026, 11, 12)
    assert (card.lender_type, card.max_periods) == ("bank_card", 60)
    assert (loan.phone, loan.id_last4, loan.min_payment_fen) == (
        "16100005678",
        "035X",
        None,
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_read(casebook, now, tmp_path, encoding):
    path = write(tmp_path / "a.csv", HEADER, GOOD, encoding=encoding)

    import_accounts(path, casebook, now)

    assert [account.name for account in stored(casebook)] == ["林思齐"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_every_usual_delimiter_is_read(casebook, now, tmp_path, delimiter):
    path = tmp_path / "a.csv"
    row = changed(GOOD, 逾期金额="3260")
    path.write_text("\n".join(delimiter.join(r) for r in (HEADER, row)), "utf-8")

    assert import_accounts(path, casebook, now).added == 1


def test_english_headers_and_iso_dates_are_read(casebook, now, tmp_path):
    header = (
        "account_id,name,phone,id_last4,product,overdue_amount,due_date,"
        "account_tail,lender,lender_type,max_periods,min_monthly_amount"
    )
    row = "K-1,林思齐,16100001234,0427,card,3260,2026-11-12,7715,恒信银行,bank_card,36,200"
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n{row}\n", "utf-8")

    import_accounts(path, casebook, now)

    [account] = stored(casebook)
    assert (account.id, account.max_periods) == ("K-1", 36)
    assert account.min_monthly_fen == 20_000


def test_the_same_file_twice_changes_nothing(casebook, now, file):
    import_accounts(file, casebook, now)
    with casebook.begin() as work:
        before = [event.id for event in work.events()]

    later = import_accounts(file, casebook, now + timedelta(days=1))

    assert (later.added, later.changed, later.unchanged) == (0, 0, 2)
    assert later.repeated
    with casebook.begin() as work:
        assert [event.id for event in work.events()] == before


def test_an_old_file_does_not_turn_back_what_a_newer_one_said(
    casebook, now, tmp_path, file
):
    newer = write(tmp_path / "b.csv", HEADER, changed(GOOD, 逾期金额="1000"))
    import_accounts(file, casebook, now)
    import_accounts(newer, casebook, now)

    import_accounts(file, casebook, now)

    assert {a.overdue_fen for a in stored(casebook)} == {100_000, 89_950}


def test_a_newer_file_changes_what_it_states_and_nothing_else(
    casebook, now, tmp_path, file
):
    import_accounts(file, casebook, now)
    with casebook.begin() as work:
        account = work.accounts()[0]
        account.plan_status = "performing"
        name = account.name
    row = GOOD if name == "林思齐" else ALSO_GOOD

    report = import_accounts(
        write(tmp_path / "b.csv", HEADER, changed(row, 逾期金额="500")), casebook, now
    )

    account = next(a for a in stored(casebook) if a.name == name)
    assert (report.added, report.changed) == (0, 1)
    assert (account.overdue_fen, account.plan_status) == (50_000, "performing")


def test_a_new_number_does_not_make_a_new_account(casebook, now, tmp_path, file):
    import_accounts(file, casebook, now)
    path = write(tmp_path / "b.csv", HEADER, changed(GOOD, 手机号="16100009999"))

    assert import_accounts(path, casebook, now).changed == 1


def test_a_half_bad_file_brings_in_its_good_half(casebook, now, tmp_path):
    bad = changed(GOOD, 手机号="12345", 逾期金额="很多", 身份证后四位="42")
    path = write(tmp_path / "a.csv", HEADER, GOOD, bad, ALSO_GOOD)

    report = import_accounts(path, casebook, now)

    assert (report.added, len(stored(casebook))) == (2, 2)
    [row] = report.refused
    assert row.line == 3
    assert len(row.reasons) == 3, "every reason is told at once"


def test_a_failure_while_saving_leaves_nothing_half_done(casebook, now, file):
    with casebook.begin() as work:
        # The last row an import writes cannot be written.
        work.orm.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON events"
            " WHEN NEW.kind = 'import.finished'"
            " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        )

    with pytest.raises(IntegrityError, match="disk full"):
        import_accounts(file, casebook, now)

    assert stored(casebook) == []


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"姓名": ""}, "姓名：为空"),
        ({"姓名": "12345"}, "姓名：不是姓名"),
        ({"姓名": "林\x07齐"}, "姓名：含有看不见的控制字符"),
        ({"手机号": "1610000123"}, "手机号：不是 11 位手机号"),
        ({"手机号": "02161000012"}, "手机号：不是 11 位手机号"),
        ({"手机号": "1.61E+10"}, "科学计数法"),
        ({"身份证后四位": "427"}, "应为 4 位"),
        ({"身份证后四位": "X427"}, "应为 4 位"),
        ({"逾期金额": "0"}, "逾期金额：应在"),
        ({"逾期金额": "-5"}, "逾期金额：应在"),
        ({"逾期金额": "99999999999"}, "逾期金额：应在"),
        ({"逾期金额": "NaN"}, "逾期金额：应在"),
        ({"逾期金额": "3260.123"}, "小数超过两位"),
        ({"最低还款额": "4000"}, "最低还款额：大于逾期金额"),
        ({"逾期天数": "-1"}, "逾期天数：应在"),
        ({"逾期天数": "九"}, "逾期天数：不是整数"),
        ({"逾期天数": ""}, "应还日和逾期天数都为空"),
        ({"卡号尾号": "77"}, "卡号尾号：应为"),
        ({"贷款机构": ""}, "贷款机构：为空"),
        ({"产品": "卡" * 41}, "产品：超过 40 个字"),
    ],
)
def test_a_bad_cell_is_refused_with_its_reason(casebook, now, tmp_path, cells, why):
    assert why in reasons(casebook, now, tmp_path / "a.csv", changed(GOOD, **cells))
    assert stored(casebook) == []


@pytest.mark.parametrize(
    "cells",
    [
        {"手机号": "+86 161 0000 1234"},
        {"手机号": "86-16100001234"},
        {"手机号": "１６１００００１２３４"},
        {"身份证后四位": "035x"},
        {"身份证后四位": "**************0427"},
        {"逾期金额": "￥3,260.00元"},
        {"逾期金额": "3260.1"},
        {"最低还款额": ""},
        {"最低还款额": "3260"},
        {"逾期天数": "0"},
        {"卡号尾号": "6222000011117715"},
        {"姓名": "阿依古丽·买买提"},
    ],
    ids=lambda cells: "".join(cells.values()),
)
def test_what_only_looks_odd_is_taken(casebook, now, tmp_path, cells):
    assert reasons(casebook, now, tmp_path / "a.csv", changed(GOOD, **cells)) == ""


def whole_id(first: str = "11010119900307042") -> str:
    total = sum(int(d) * pow(2, 17 - i, 11) for i, d in enumerate(first))
    return first + "10X98765432"[total % 11]


def test_a_full_id_number_is_checked_and_only_its_last_four_kept(
    casebook, now, tmp_path
):
    number = whole_id()
    path = write(tmp_path / "a.csv", HEADER, changed(GOOD, 身份证后四位=number))

    import_accounts(path, casebook, now)

    [account] = stored(casebook)
    assert account.id_last4 == number[-4:]
    with casebook.begin() as work:
        connection = work.orm.connection().connection.driver_connection
        assert number not in "\n".join(connection.iterdump())


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (whole_id()[:-1] + "?", "18 位"),
        (whole_id("11010119901307042"), "出生日期不存在"),
        ("".join((whole_id()[:-1], "0" if whole_id()[-1] != "0" else "1")), "校验位"),
    ],
)
def test_a_wrong_id_number_is_refused_and_masked_in_the_report(
    casebook, now, tmp_path, number, why
):
    path = write(tmp_path / "a.csv", HEADER, changed(GOOD, 身份证后四位=number))

    report = import_accounts(path, casebook, now)
    write_report(report, tmp_path / "report.csv")

    assert why in report.refused[0].reasons[0]
    assert number not in report.summary()
    assert number[:14] not in (tmp_path / "report.csv").read_text("utf-8-sig")


@given(st.integers(0, 10**17 - 1).map(lambda n: f"{n:017d}"))
def test_the_check_character_agrees_with_the_standards_own_weights(first):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(d) * w for d, w in zip(first, weights, strict=True))

    assert whole_id(first)[-1] == "10X98765432"[total % 11]


def test_of_two_rows_for_one_account_the_first_counts(casebook, now, tmp_path):
    path = write(tmp_path / "a.csv", HEADER, GOOD, changed(GOOD, 逾期金额="10000"))

    report = import_accounts(path, casebook, now)

    assert report.refused[0].reasons == ("与第 2 行是同一个账户",)
    assert stored(casebook)[0].overdue_fen == 326_000


def test_two_accounts_of_one_person_are_two_accounts(casebook, now, tmp_path):
    path = write(tmp_path / "a.csv", HEADER, GOOD, changed(GOOD, 卡号尾号="8816"))

    assert import_accounts(path, casebook, now).added == 2


def test_an_account_number_of_another_lender_is_refused(casebook, now, tmp_path):
    header = (*HEADER, "账户编号")
    first = write(tmp_path / "a.csv", header, (*GOOD, "K-1"))
    second = write(tmp_path / "b.csv", header, (*ALSO_GOOD, "K-1"))
    import_accounts(first, casebook, now)

    report = import_accounts(second, casebook, now)

    assert report.refused[0].reasons == ("账户编号：已属于另一家机构",)
    assert [a.name for a in stored(casebook)] == ["林思齐"]


def test_parts_that_do_not_add_up_are_refused(casebook, now, tmp_path):
    header = (*HEADER, "本金", "利息", "费用")
    right = (*GOOD, "3000", "200", "60")
    wrong = (*ALSO_GOOD, "800", "90", "9")
    path = write(tmp_path / "a.csv", header, right, wrong)

    report = import_accounts(path, casebook, now)

    assert report.added == 1
    assert "之和与逾期金额不符" in report.refused[0].reasons[0]


@pytest.mark.parametrize(
    ("due", "as_of", "days", "refused"),
    [
        ("2026-11-12", "2026-11-21", "9", False),
        ("2026-11-12", "2026-11-21", "10", False),
        ("2026年11月12日", "2026/11/21", "", False),
        ("20261112", "", "", False),
        ("2026-11-12", "2026-11-21", "30", True),
        ("2026-12-12", "2026-11-21", "", True),
        ("2026-11-12", "2026-11-22", "", True),
        ("2026-02-30", "", "", True),
        ("12-11-2026", "", "", True),
    ],
)
def test_dates_must_agree_with_each_other_and_with_today(
    casebook, now, tmp_path, due, as_of, days, refused
):
    header = (*HEADER, "应还日", "数据日期")
    row = (*changed(GOOD, 逾期天数=days), due, as_of)
    path = write(tmp_path / "a.csv", header, row)

    assert bool(import_accounts(path, casebook, now).refused) is refused


# -- files that cannot be used as a whole


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "是空的", id="empty"),
        pytest.param(b" \r\n\r\n", "是空的", id="blank"),
        pytest.param(",".join(HEADER).encode(), "只有表头", id="header-only"),
        pytest.param(b"a,b,c\n1,2,3\n", "缺少列", id="wrong-columns"),
        pytest.param(b"\x80\x00\xff\x00\xfe" * 9, "编码", id="no-text"),
        pytest.param(b"PK\x03\x04 broken", "不是完好的 XLSX", id="broken-xlsx"),
        pytest.param(b"\xd0\xcf\x11\xe0" + b"x" * 99, "旧版 Excel", id="old-xls"),
        pytest.param("这是一封信。\n谢谢。\n".encode(), "缺少列", id="a-letter"),
    ],
)
def test_a_useless_file_is_one_clear_error(casebook, now, tmp_path, content, message):
    path = tmp_path / "a.csv"
    path.write_bytes(content)

    with pytest.raises(AccountsFileError, match=message) as raised:
        import_accounts(path, casebook, now)

    assert raised.value.hint
    assert str(tmp_path) not in str(raised.value)
    assert stored(casebook) == []


def test_wrong_columns_say_what_was_found_and_what_is_missing(casebook, now, tmp_path):
    header = [h for h in HEADER if h not in {"手机号", "逾期天数"}]
    path = write(tmp_path / "a.csv", (*header, "备注"), ("x",) * 8)

    with pytest.raises(AccountsFileError) as raised:
        import_accounts(path, casebook, now)

    message = raised.value.message
    assert "缺少列：手机号、应还日或逾期天数" in message
    assert "备注" in message


def test_a_missing_file_is_one_clear_error(casebook, now, tmp_path):
    with pytest.raises(AccountsFileError, match=r"打不开文件 none\.csv"):
        import_accounts(tmp_path / "none.csv", casebook, now)


def test_two_columns_for_one_field_are_refused_until_mapped(casebook, now, tmp_path):
    header, row = (*HEADER, "联系电话"), (*GOOD, "16100007777")
    path = write(tmp_path / "a.csv", header, row)
    with pytest.raises(AccountsFileError, match="两列都像是手机号"):
        import_accounts(path, casebook, now)

    import_accounts(path, casebook, now, {"phone": "联系电话"})

    assert stored(casebook)[0].phone == "16100007777"


def test_a_mapping_names_columns_and_constants(casebook, now, tmp_path):
    header = (*HEADER[:1], "联系方式", *HEADER[2:8])
    path = write(tmp_path / "a.csv", header, GOOD[:8])
    mapping = {"phone": "联系方式", "lender": "=恒信银行"}

    import_accounts(path, casebook, now, mapping)

    assert stored(casebook)[0].lender == "恒信银行"


@pytest.mark.parametrize(
    "mapping", [{"phones": "手机号"}, {"phone": "没有这一列"}], ids=["field", "column"]
)
def test_a_mapping_that_does_not_fit_is_refused(casebook, now, file, mapping):
    with pytest.raises(AccountsFileError, match="--map"):
        import_accounts(file, casebook, now, mapping)


def test_titles_above_the_header_and_blank_rows_are_passed_over(
    casebook, now, tmp_path
):
    title, blank = ("逾期账户清单",), ("",) * 9
    path = write(tmp_path / "a.csv", title, blank, HEADER, blank, GOOD, blank)

    report = import_accounts(path, casebook, now)

    assert (report.rows, report.added) == (1, 1)


def test_a_row_with_more_cells_than_the_header_is_refused(casebook, now, tmp_path):
    path = write(tmp_path / "a.csv", HEADER, (*GOOD, "多出来的"))

    [row] = import_accounts(path, casebook, now).refused
    assert "这一行有 10 列，表头只有 9 列" in row.reasons


def test_columns_nobody_uses_are_named(casebook, now, tmp_path):
    path = write(tmp_path / "a.csv", (*HEADER, "客户经理"), (*GOOD, "王"))

    report = import_accounts(path, casebook, now)

    assert report.ignored_columns == ("客户经理",)
    assert "客户经理" in report.summary()


# -- XLSX


def workbook(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    notes = book.active
    notes.title = "说明"
    notes.append(["本表由系统导出"])
    sheet = book.create_sheet("明细")
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_with_its_own_kinds_of_cells(casebook, now, tmp_path):
    header = (*HEADER[:6], "应还日", *HEADER[7:])
    row = (
        "林思齐",
        16100001234,
        427,
        "信用卡",
        3260.5,
        326,
        datetime(2026, 11, 12),
        31,
        "恒信银行",
    )

    report = import_accounts(workbook(tmp_path / "a.xlsx", header, row), casebook, now)

    [account] = stored(casebook)
    assert report.encoding == "xlsx"
    assert (account.phone, account.id_last4) == ("16100001234", "0427")
    assert (account.overdue_fen, account.account_tail) == (326_050, "0031")
    assert account.due_date == date(2026, 11, 12)


def test_the_kind_of_a_file_is_seen_from_its_content(casebook, now, tmp_path):
    path = workbook(tmp_path / "a.xlsx", HEADER, GOOD)
    renamed = path.rename(tmp_path / "a.csv")

    assert import_accounts(renamed, casebook, now).added == 1


# -- reports


def test_the_report_shows_each_refused_row_with_its_reasons(casebook, now, tmp_path):
    bad = changed(GOOD, 手机号="123")
    report = import_accounts(
        write(tmp_path / "a.csv", HEADER, ALSO_GOOD, bad), casebook, now
    )

    write_report(report, tmp_path / "r.csv")
    write_report(report, tmp_path / "r.xlsx")

    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        from_csv = [tuple(row) for row in csv.reader(file)]
    book = load_workbook(tmp_path / "r.xlsx")
    from_xlsx = [tuple(row) for row in book.active.iter_rows(values_only=True)]
    assert from_csv[0] == ("行号", "拒收原因", *HEADER)
    assert from_csv[1] == ("3", "手机号：不是 11 位手机号", *bad)
    assert from_xlsx == from_csv


def test_a_cell_that_looks_like_a_formula_stays_text(casebook, now, tmp_path):
    bad = changed(GOOD, 姓名="=1+1", 手机号="123")
    report = import_accounts(write(tmp_path / "a.csv", HEADER, bad), casebook, now)

    write_report(report, tmp_path / "r.csv")
    write_report(report, tmp_path / "r.xlsx")

    assert ",'=1+1," in (tmp_path / "r.csv").read_text("utf-8-sig")
    assert load_workbook(tmp_path / "r.xlsx").active["C2"].data_type == "s"


def test_a_report_of_another_kind_is_refused(casebook, now, tmp_path, file):
    report = import_accounts(file, casebook, now)

    with pytest.raises(AccountsFileError, match=r"r\.pdf"):
        write_report(report, tmp_path / "r.pdf")


def test_the_summary_holds_no_personal_data(casebook, now, tmp_path):
    bad = changed(GOOD, 逾期金额="很多")
    report = import_accounts(write(tmp_path / "a.csv", HEADER, bad), casebook, now)

    assert not any(
        text in report.summary() for text in ("林思齐", "16100001234", "0427")
    )


def test_progress_is_told_to_the_end(casebook, now, file, capsys):
    told: list[tuple[int, int]] = []

    import_accounts(file, casebook, now, progress=lambda *step: told.append(step))

    assert told[-1] == (2, 2)


def test_the_bar_draws_on_the_stream_it_is_given(tmp_path):
    with (
        (tmp_path / "bar").open("w", encoding="utf-8") as stream,
        progress_bar("导入账户", stream) as told,
    ):
        told(2, 2)

    assert "导入账户" in (tmp_path / "bar").read_text("utf-8")


cells = st.text(max_size=12) | st.sampled_from([*GOOD, *ALSO_GOOD])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[cells] * len(HEADER)), min_size=1, max_size=4))
def test_whatever_the_cells_hold_every_row_is_saved_or_reported(tmp_path, now, rows):
    casebook = open_casebook("sqlite://")
    Base.metadata.create_all(casebook.engine)
    path = write(tmp_path / "a.csv", HEADER, *rows, encoding="gb18030")

    try:
        report = import_accounts(path, casebook, now)
    except AccountsFileError:
        assert stored(casebook) == []
    else:
        assert report.added + len(report.refused) == report.rows
        assert report.added == len(stored(casebook))
    finally:
        casebook.close()


def test_no_header_stands_for_two_fields():
    names = [name for aliases in FIELDS.values() for name in aliases]

    assert len(names) == len(set(names))
