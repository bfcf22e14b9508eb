"""Another rulebook takes over while calls run: none is dropped, none judged by two."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time

import pytest

from compliance_checker.commands.serve import reload_on_hangup
from compliance_checker.errors import RulebookError
from compliance_checker.model import Call, Utterance
from compliance_checker.pipeline import Checker
from compliance_checker.rulebook.load import load_rulebook
from compliance_checker.service.app import create_app
from compliance_checker.service.current import Current, problems_of
from compliance_checker.service.live import Limits, LiveCalls
from compliance_checker.service.socket import Session

from .conftest import NOW, RULES, serving
from .test_live import CLOSE, OPEN, THREAT, receive, send, tell

SAID = Call("c", (Utterance(0, "collector", "王八蛋，不还我就告诉你家里人。"),))
#: What the small rulebook finds in ``SAID``, and what is left without its family T5.
BOTH, ONE = ["T2.1-rude-word", "T5.3-tell-family"], ["T2.1-rude-word"]


@pytest.fixture(scope="module")
def editions():
    """Two rulebooks that find different things, by what they find."""
    return {
        "both": Checker(load_rulebook(RULES)),
        "one": Checker(load_rulebook(RULES / "T2")),
    }


def turn_about(editions):
    """Makes the two rulebooks in turn, beginning with the smaller one."""
    order = ["one", "both"]

    def make():
        order.append(order.pop(0))
        return editions[order[-1]]

    return make


def rules_of(verdict):
    return [one.rule for one in verdict.findings]


def until(true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.01)


def test_a_new_rulebook_judges_what_begins_after_it(editions):
    current = Current(editions["both"], turn_about(editions))
    before = current.edition

    after = current.reload()

    assert current.edition is after
    assert current.reloaded == "ok"
    assert rules_of(before.checker.check(SAID)) == BOTH
    assert rules_of(after.checker.check(SAID)) == ONE


def test_the_same_rulebook_again_changes_nothing(editions):
    current = Current(editions["both"], lambda: Checker(load_rulebook(RULES)))
    before = current.edition

    assert current.reload() is before
    assert current.reloaded == "ok"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("T5.3-x.yaml", "id: [", "CC102", id="broken"),
        pytest.param(None, None, "CC552", id="no-rules"),
    ],
)
def test_a_rulebook_that_cannot_be_used_leaves_the_old_one(
    editions, tmp_path, name, content, code
):
    if name:
        shutil.copytree(RULES, tmp_path / "rules")
        (tmp_path / "rules" / name).write_text(content, encoding="utf-8")
    current = Current(
        editions["both"], lambda: Checker(load_rulebook(tmp_path / "rules"))
    )
    before = current.edition

    with pytest.raises(RulebookError, match=code):
        current.reload()

    assert current.edition is before
    assert current.reloaded == "failed"


def test_an_unforeseen_error_is_told_without_its_words(editions):
    def fail():
        raise OSError("13800138000")

    current = Current(editions["both"], fail)
    told = []

    current.reload_soon(told.append)
    until(lambda: told)

    [problem] = problems_of(told[0])
    assert problem.what == "cannot be loaded (OSError)"
    assert rules_of(current.edition.checker.check(SAID)) == BOTH


def test_wishes_that_come_while_one_loads_are_met_by_one_more_load(editions):
    may_go, loads, told = threading.Event(), [], []

    def make():
        loads.append(1)
        may_go.wait(20)
        return editions["one"]

    current = Current(editions["both"], make)
    for _ in range(6):
        current.reload_soon(told.append)
    until(lambda: loads)
    assert current.edition.checker is editions["both"]  # it does not wait

    may_go.set()
    until(lambda: current._served == 6 and not current._loading.locked())
    until(lambda: current.edition.checker is editions["one"])

    assert 1 <= len(loads) <= 2
    assert 1 <= len(told) <= 2


def test_no_finding_is_lost_and_none_is_mixed_while_rulebooks_change(editions):
    current = Current(editions["both"], turn_about(editions))
    expected = {
        editions["both"].rulebook.id.sha256: BOTH,
        editions["one"].rulebook.id.sha256: ONE,
    }
    stop, seen, wrong = threading.Event(), set(), []

    def judge():
        while not stop.is_set():
            edition = current.edition
            watch = edition.checker.open(Call("c", ()))
            found = [
                one.rule for turn in SAID.turns for one in watch.add(turn)
                if hasattr(one, "rule")
            ]  # fmt: skip
            verdict = watch.close()
            seen.add(verdict.rulebook.sha256)
            if not found == rules_of(verdict) == expected[verdict.rulebook.sha256]:
                wrong.append(verdict)

    threads = [threading.Thread(target=judge) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(30):
        current.reload()
        time.sleep(0.01)
    until(lambda: seen == set(expected))
    stop.set()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_a_running_call_ends_by_the_rulebook_it_began_with(editions):
    current = Current(editions["both"], turn_about(editions))
    calls = LiveCalls(current, clock=lambda: NOW, limits=Limits())
    old, new = Session(calls), Session(calls)

    [opened] = tell(old, OPEN)
    current.reload()
    [fresh] = tell(new, {"type": "open", "call": {"call_id": "c-2"}})
    answers = [tell(session, THREAT, CLOSE) for session in (old, new)]

    found = [one["verdict"] for told in answers for one in told if "verdict" in one]
    assert [len(one["findings"]) for one in found] == [1, 0]
    assert found[0]["rulebook"] == opened["rulebook"]
    assert found[1]["rulebook"] == fresh["rulebook"] != opened["rulebook"]


def test_a_call_that_reconnects_stays_with_its_rulebook(editions):
    current = Current(editions["both"], turn_about(editions))
    calls = LiveCalls(current, clock=lambda: NOW, limits=Limits())
    [opened] = tell(Session(calls), OPEN)

    current.reload()

    [again] = tell(Session(calls), OPEN)
    assert again["rulebook"] == opened["rulebook"]


def test_no_request_and_no_live_call_is_dropped_while_rulebooks_change(editions):
    current = Current(editions["both"], turn_about(editions))
    body = {
        "call_id": "c",
        "turns": [{"role": "collector", "text": SAID.turns[0].text}],
    }
    expected = {
        editions["both"].rulebook.id.sha256: BOTH,
        editions["one"].rulebook.id.sha256: ONE,
    }
    stop, errors, answered = threading.Event(), [], []

    def swap():
        while not stop.is_set():
            current.reload()
            time.sleep(0.005)

    def ask(client):
        for _ in range(25):
            answer = client.post("/v1/check", json=[body, body])
            verdicts = answer.json()
            answered.append(verdicts[0]["rulebook"]["sha256"])
            if answer.status_code != 200 or verdicts[0] != verdicts[1]:
                errors.append(answer.status_code)
            for one in verdicts:
                found = [finding["rule"] for finding in one["findings"]]
                if found != expected[one["rulebook"]["sha256"]]:
                    errors.append(found)

    with serving(create_app(current, clock=lambda: NOW)) as client:
        swapping = threading.Thread(target=swap)
        asking = [threading.Thread(target=ask, args=(client,)) for _ in range(3)]
        with client.live() as link:
            send(link, OPEN)
            opened = receive(link)
            for thread in (swapping, *asking):
                thread.start()
            for thread in asking:
                thread.join()
            stop.set()
            swapping.join()
            send(link, {**THREAT, "text": SAID.turns[0].text})
            found = receive(link)
        health = client.get("/healthz").json()

    assert errors == []
    assert len(answered) == 75
    assert [one["rule"] for one in found["findings"]] == expected[
        opened["rulebook"]["sha256"]
    ]
    assert health["reloaded"] == "ok"
    assert health["rulebook"]["sha256"] == current.edition.id.sha256


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no SIGHUP on this system")
def test_a_hangup_loads_the_rulebook_anew(editions, capsys):
    current = Current(editions["both"], lambda: editions["one"])
    before = signal.getsignal(signal.SIGHUP)
    try:
        reload_on_hangup(current)
        os.kill(os.getpid(), signal.SIGHUP)
        until(lambda: current.edition.checker is editions["one"])
        until(lambda: not [t for t in threading.enumerate() if t.name == "rulebook"])
    finally:
        signal.signal(signal.SIGHUP, before)

    assert current.edition.id.sha256[:12] in capsys.readouterr().err


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="no SIGHUP on this system")
def test_a_hangup_with_broken_rules_is_told_and_changes_nothing(
    editions, tmp_path, capsys
):
    (tmp_path / "T5.3-x.yaml").write_text("id: [", encoding="utf-8")
    current = Current(editions["both"], lambda: Checker(load_rulebook(tmp_path)))
    before = signal.getsignal(signal.SIGHUP)
    try:
        reload_on_hangup(current)
        os.kill(os.getpid(), signal.SIGHUP)
        until(lambda: current.reloaded == "failed")
        until(lambda: not [t for t in threading.enumerate() if t.name == "rulebook"])
    finally:
        signal.signal(signal.SIGHUP, before)

    told = capsys.readouterr().err
    assert "CC102" in told
    assert "新的规则库不能用" in told
    assert current.edition.checker is editions["both"]
    assert rules_of(current.edition.checker.check(SAID)) == BOTH
