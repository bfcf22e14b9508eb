"""Who gets in, and what a form from elsewhere can do: nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from actions.casebook.models import Matter
from bot.desk.signin import COOKIE, Brake
from bot.desk.staff import Staff
from bot.errors import HecuiError
from tests.channels.conftest import NOW
from tests.desk.conftest import Person, RunningDesk

MOMENT = datetime.fromisoformat(NOW)
PASSWORD = "correct horse battery"


@pytest.fixture
def staff(tmp_path: Path) -> Staff:
    return Staff(tmp_path / "staff.json")


@pytest.mark.parametrize("path", ["/", "/matters/1", "/matters/1/chat"])
def test_nobody_sees_a_page_without_signing_in(desk: RunningDesk, path: str) -> None:
    answer = desk.stranger().get(path)

    assert answer.status_code == 303
    assert answer.headers["location"] == f"/signin?next={path}"


def test_nobody_acts_without_signing_in(desk: RunningDesk, applied: Matter) -> None:
    answer = desk.stranger().do(applied, "rule", verdict="approved")

    assert answer.status_code == 401
    assert desk.matter(applied.id).status == "open"


def test_a_setup_code_makes_one_password_and_is_then_used_up(staff: Staff) -> None:
    code = staff.add("1024", "赵一", "case", MOMENT)

    first = staff.set_password(code, PASSWORD, MOMENT)
    again = staff.set_password(code, "another password", MOMENT)

    assert first is not None
    assert again is None
    assert staff.sign_in("1024", PASSWORD) == first
    assert staff.sign_in("1024", "another password") is None


@pytest.mark.parametrize(
    ("member_id", "password"),
    [
        pytest.param("1024", "wrong", id="wrong"),
        pytest.param("1024", "", id="empty"),
        pytest.param("9999", PASSWORD, id="unknown"),
    ],
)
def test_what_is_not_the_password_opens_nothing(
    staff: Staff, member_id: str, password: str
) -> None:
    staff.set_password(staff.add("1024", "赵一", "case", MOMENT), PASSWORD, MOMENT)

    assert staff.sign_in(member_id, password) is None


def test_before_a_password_is_chosen_nothing_opens(staff: Staff) -> None:
    staff.add("1024", "赵一", "case", MOMENT)

    assert staff.sign_in("1024", "") is None


def test_an_old_setup_code_is_void(staff: Staff) -> None:
    code = staff.add("1024", "赵一", "case", MOMENT)

    assert staff.set_password(code, PASSWORD, MOMENT + timedelta(hours=73)) is None


def test_the_file_holds_no_password_and_is_its_owners_alone(staff: Staff) -> None:
    code = staff.add("1024", "赵一", "case", MOMENT)
    staff.set_password(code, PASSWORD, MOMENT)

    assert PASSWORD not in staff.path.read_text("utf-8")
    assert code not in staff.path.read_text("utf-8")
    assert staff.path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("member_id", ["", "a b", "../x", "x" * 33, "张三"])
def test_a_bad_id_is_refused(staff: Staff, member_id: str) -> None:
    with pytest.raises(HecuiError):
        staff.add(member_id, "赵一", "case", MOMENT)


def test_a_broken_staff_file_is_said_and_not_overwritten(staff: Staff) -> None:
    staff.path.write_text("{", encoding="utf-8")

    with pytest.raises(HecuiError, match="cannot be read"):
        staff.add("1024", "赵一", "case", MOMENT)
    assert staff.path.read_text("utf-8") == "{"


def test_after_five_wrong_passwords_even_the_right_one_waits() -> None:
    brake = Brake()
    for _ in range(5):
        brake.note("1024", MOMENT)

    assert brake.wait("1024", MOMENT) > 0
    assert brake.wait("1025", MOMENT) == 0
    assert brake.wait("1024", MOMENT + timedelta(minutes=15)) == 0


def test_a_changed_password_signs_every_browser_out(desk: RunningDesk) -> None:
    person = desk.signed_in("demo-101")
    path = person.desk.casebook.engine.url.database
    staff = Staff(Path(path).parent / "desk-staff.json")

    staff.add("demo-101", "演示专员甲", "case", MOMENT)

    assert person.get("/").status_code == 303


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda v: v.replace("demo-101", "demo-201"), id="other-member"),
        pytest.param(lambda v: v[:-1] + ("0" if v[-1] != "0" else "1"), id="signature"),
        pytest.param(lambda v: "....", id="empty"),
        pytest.param(lambda v: "é", id="no-ascii"),
    ],
)
def test_a_cookie_of_somebodys_own_making_opens_nothing(
    desk: RunningDesk, change: object
) -> None:
    value = desk.signed_in("demo-101").client.cookies[COOKIE]
    made = change(value)  # type: ignore[operator]
    stranger = desk.stranger()

    answer = stranger.client.get("/", headers={b"Cookie": f"{COOKIE}={made}".encode()})

    assert answer.status_code == 303


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    desk: RunningDesk,
) -> None:
    answer = desk.stranger().post("/signin/demo", id="demo-101")

    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        pytest.param({"csrf": "0" * 64}, {}, id="another-browsers-token"),
        pytest.param({"csrf": ""}, {}, id="no-token"),
        pytest.param({}, {"Origin": "http://evil.example"}, id="another-site"),
    ],
)
def test_a_form_from_elsewhere_changes_nothing(
    clerk: Person,
    desk: RunningDesk,
    applied: Matter,
    fields: dict[str, str],
    headers: dict[str, str],
) -> None:
    sent = {"csrf": clerk.csrf(), "version": applied.version, "verdict": "approved"}

    answer = clerk.client.post(
        f"/matters/{applied.id}/rule",
        data={**sent, **fields},
        headers={"X-Hecui-Now": NOW, **headers},
    )

    assert answer.status_code == 403
    assert desk.matter(applied.id).status == "open"


def test_a_foreign_name_for_this_machine_is_refused(desk: RunningDesk) -> None:
    answer = desk.stranger().client.get("/signin", headers={"Host": "evil.example"})

    assert answer.status_code == 400


def test_after_signing_in_only_our_own_pages_are_returned_to(desk: RunningDesk) -> None:
    page = desk.stranger().page("/signin", next="https://evil.example/")

    assert "evil.example" not in page


def test_pages_load_nothing_from_elsewhere(clerk: Person, applied: Matter) -> None:
    answer = clerk.get(f"/matters/{applied.id}")

    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in answer.text
    assert "onclick" not in answer.text


def test_the_door_is_woken_by_the_desk_alone(door: object) -> None:
    with door.client() as client:  # type: ignore[attr-defined]
        answer = client.post("/internal/wake", json={"session": "x"})

    assert answer.status_code == 401
