"""Tables are kept from one start to the next, and never lead to another verdict."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from compliance_checker.model import Call, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import Rulebook, load_rulebook
from compliance_checker.store import MOST_KEPT, Store

ARRAYS = [np.arange(5, dtype=np.int32), np.zeros((2, 3), np.uint64)]
CALL = Call("c", (Utterance(0, "collector", "不还钱就把你腿打断，我们去你单位找领导"),))


@pytest.fixture(scope="module")
def few() -> Rulebook:
    whole = load_rulebook()
    kept = ("T1.1-bodily-harm", "T5.3-contact-your-people")
    return replace(whole, rules=tuple(one for one in whole.rules if one.id in kept))


def test_what_was_kept_is_read_again(tmp_path: Path):
    Store(tmp_path, "a").write("x", ARRAYS)

    read = Store(tmp_path, "a").read("x")

    assert read is not None
    assert all(np.array_equal(a, b) for a, b in zip(read, ARRAYS, strict=True))


@pytest.mark.parametrize(("key", "part"), [("b", "x"), ("a", "y")])
def test_another_rulebook_or_part_finds_nothing(tmp_path: Path, key, part):
    Store(tmp_path, "a").write("x", ARRAYS)

    assert Store(tmp_path, key).read(part) is None


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x04N.", b"\x00" * 99])
def test_a_broken_file_is_made_anew(tmp_path: Path, content):
    Store(tmp_path, "a").write("x", ARRAYS)
    for path in tmp_path.iterdir():
        path.write_bytes(content)

    assert Store(tmp_path, "a").read("x") is None


def test_a_file_that_holds_objects_is_not_read(tmp_path: Path):
    Store(tmp_path, "a").write("x", ARRAYS)
    [path] = tmp_path.iterdir()
    np.savez(path, np.array([{"not": "numbers"}], dtype=object))

    assert Store(tmp_path, "a").read("x") is None


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path: Path):
    path = tmp_path / "file"
    path.write_text("not a folder")

    Store(path, "a").write("x", ARRAYS)

    assert Store(path, "a").read("x") is None


def test_only_the_tables_of_the_last_few_rulebooks_are_kept(tmp_path: Path):
    for key in "abcdefg":
        Store(tmp_path, key).write("x", ARRAYS)
    Store(tmp_path, "a").write("y", ARRAYS)

    assert len(list(tmp_path.glob("*-x.npz"))) == MOST_KEPT
    assert Store(tmp_path, "g").read("x") is not None
    assert Store(tmp_path, "a").read("y") is not None


def test_without_a_folder_nothing_is_kept():
    Store(None, "a").write("x", ARRAYS)

    assert Store(None, "a").read("x") is None


def test_a_checker_from_the_cache_gives_the_same_verdict(few, tmp_path: Path):
    made = Checker(few, cache=tmp_path)
    kept = Checker(few, cache=tmp_path)

    assert list(tmp_path.glob("*.npz"))
    assert made.check(CALL) == kept.check(CALL) == Checker(few).check(CALL)
    assert made.check(CALL).findings


def test_rules_left_out_do_not_come_back_from_the_cache(few, tmp_path: Path):
    Checker(few, cache=tmp_path)
    fewer = replace(few, rules=few.rules[:1])

    assert {
        one.rule for one in Checker(fewer, cache=tmp_path).check(CALL).findings
    } == {few.rules[0].id}
