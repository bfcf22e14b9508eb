"""The WebSocket: the same findings as an audit, and every way to go wrong."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from compliance_checker.model import Call, Utterance
from compliance_checker.report.record import verdict_record
from compliance_checker.service.current import Current
from compliance_checker.service.live import Limits, LiveCalls
from compliance_checker.service.socket import Session

from .conftest import NOW

OPEN = {"type": "open", "call": {"call_id": "c-1", "channel": "voice"}}
CLOSE = {"type": "close"}


def said(seq, text, role="collector", **fields):
    return {"type": "utterance", "seq": seq, "role": role, "text": text, **fields}


THREAT = said(0, "不还我就告诉你家里人。", start=1.0, end=2.0)


@pytest.fixture
def session(checker):
    def make(calls=None, **limits):
        calls = calls or LiveCalls(
            Current(checker),
            clock=lambda: NOW,
            limits=Limits(**limits),
        )
        return Session(calls)

    return make


def tell(session, *messages):
    """The answers to *messages*, flat."""
    return [one for m in messages for one in session.take(json.dumps(m))]


def codes(answers):
    return [one["error"]["code"] for one in answers if one["type"] == "error"]


def send(link, message):
    link.send(json.dumps(message))


def receive(link):
    return json.loads(link.recv(timeout=5))


def test_a_call_is_opened_warned_acknowledged_and_judged(client):
    with client.live() as link:
        for message in (OPEN, THREAT, CLOSE):
            send(link, message)
        answers = [receive(link) for _ in range(4)]

    assert [one["type"] for one in answers] == ["opened", "findings", "ack", "verdict"]
    [finding] = answers[1]["findings"]
    assert finding["rule"] == "T5.3-tell-family"
    assert finding["suggestion"] == "我们只跟您本人谈还款。"
    assert answers[3]["verdict"]["findings"] == answers[1]["findings"]


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    turns=st.lists(
        st.tuples(
            st.sampled_from(["collector", "debtor", "third_party", "bot", "unknown"]),
            st.sampled_from(
                ["不还我就告诉你家里人。", "王八蛋", "您好，这里是海晟银行，通话有录音。",
                 "我是他妈妈", "您欠了三千块。", "别再打了", "我要投诉", "", "好的。"]
            ),
        ),
        max_size=8,
    ),
    callee=st.sampled_from(["debtor", "third_party", "unknown"]),
)  # fmt: skip
def test_live_and_check_find_the_same(session, checker, turns, callee):
    live = session()
    header = {"call_id": "c-1", "callee": callee, "channel": "voice"}
    messages = [said(seq, text, role) for seq, (role, text) in enumerate(turns)]

    answers = tell(live, {"type": "open", "call": header}, *messages, CLOSE)

    call = Call(
        "c-1",
        tuple(Utterance(i, role, text) for i, (role, text) in enumerate(turns)),
        channel="voice",
        callee=callee,
    )
    verdict = verdict_record(checker.check(call))
    assert answers[-1]["verdict"] == verdict
    warned = [one for answer in answers for one in answer.get("findings", ())]
    assert warned == verdict["findings"]
    told = [one for answer in answers for one in answer.get("call_findings", ())]
    assert [one for one in told if one not in verdict["call_findings"]] == []


def test_an_utterance_sent_twice_counts_once(session):
    answers = tell(session(), OPEN, THREAT, THREAT, CLOSE)

    assert [one["type"] for one in answers] == [
        "opened", "findings", "ack", "findings", "ack", "verdict",
    ]  # fmt: skip
    assert answers[4]["repeated"]
    assert len(answers[-1]["verdict"]["findings"]) == 1


def test_a_lost_connection_is_taken_up_where_it_was(session):
    first = session()
    tell(first, OPEN, THREAT)
    second = session(first.calls)

    [opened, *_, verdict] = tell(second, OPEN, said(1, "王八蛋"), CLOSE)

    assert opened["next_seq"] == 1
    assert len(verdict["verdict"]["findings"]) == 2


def test_closing_again_gives_the_same_verdict(session):
    first = session()
    answers = tell(first, OPEN, THREAT, CLOSE)

    again = tell(session(first.calls), OPEN, CLOSE)

    assert again[0]["closed"]
    assert again[1] == answers[-1]


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        pytest.param([THREAT], "not_open", id="before-open"),
        pytest.param([CLOSE], "not_open", id="close-before-open"),
        pytest.param([OPEN, OPEN], "already_open", id="open-twice"),
        pytest.param([OPEN, said(1, "a")], "out_of_order", id="gap"),
        pytest.param([OPEN, THREAT, said(0, "b")], "conflict", id="other-text"),
        pytest.param([OPEN, said(-1, "a")], "bad_message", id="negative"),
        pytest.param([OPEN, said("0", "a")], "bad_message", id="seq-is-text"),
        pytest.param([OPEN, said(True, "a")], "bad_message", id="seq-is-truth"),
        pytest.param([OPEN, said(0, "a", "boss")], "bad_transcript", id="role"),
        pytest.param([OPEN, said(0, 5)], "bad_transcript", id="text-is-number"),
        pytest.param([OPEN, said(0, "a", x=1)], "bad_transcript", id="field"),
        pytest.param([OPEN, said(0, "a", start=2, end=1)], "bad_transcript", id="time"),
        pytest.param([{"type": "open"}], "bad_transcript", id="no-header"),
        pytest.param(
            [{"type": "open", "call": {"call_id": "x", "turns": []}}],
            "bad_transcript",
            id="turns-in-header",
        ),
        pytest.param([{**OPEN, "seq": 1}], "unknown_field", id="open-field"),
        pytest.param([OPEN, {**CLOSE, "now": 1}], "unknown_field", id="close-field"),
        pytest.param([{"type": "hello"}], "unknown_type", id="type"),
        pytest.param([{}], "unknown_type", id="no-type"),
        pytest.param([{"type": ["open"]}], "unknown_type", id="type-is-list"),
        pytest.param([5], "bad_json", id="number"),
        pytest.param([OPEN, said(0, "好" * 10_001)], "too_large", id="long-text"),
        pytest.param(["x" * 70_000], "too_large", id="long-message"),
    ],
)
def test_each_mistake_is_answered_and_the_call_goes_on(session, messages, code):
    live = session()

    answers = tell(live, *messages)

    assert codes(answers) == [code]
    assert answers[-1]["type"] == "error"
    assert not live.ended


def test_another_call_with_the_same_id_is_a_conflict(session):
    first = session()
    tell(first, OPEN)
    other = {"type": "open", "call": {"call_id": "c-1", "channel": "sms"}}

    assert codes(tell(session(first.calls), other)) == ["conflict"]


def test_a_closed_call_takes_no_more(session):
    first = session()
    tell(first, OPEN, CLOSE)

    assert codes(tell(session(first.calls), OPEN, THREAT)) == ["call_closed"]


def test_too_many_open_calls_are_refused(session):
    first = session(open_calls=1)
    tell(first, OPEN)
    other = {"type": "open", "call": {"call_id": "c-2"}}

    assert codes(tell(session(first.calls), other)) == ["too_many_calls"]


def test_an_idle_call_makes_room(session, checker):
    from datetime import timedelta

    now = [NOW]
    calls = LiveCalls(
        Current(checker),
        clock=lambda: now[0],
        limits=Limits(open_calls=1, idle=60),
    )
    tell(session(calls), OPEN)
    now[0] += timedelta(seconds=61)

    answers = tell(session(calls), {"type": "open", "call": {"call_id": "c-2"}})

    assert codes(answers) == []
    assert not calls.calls["c-1"].open


def test_only_so_many_closed_calls_are_kept(session):
    first = session(closed_calls=2)
    for number in range(5):
        tell(
            session(first.calls),
            {"type": "open", "call": {"call_id": f"c-{number}"}},
            CLOSE,
        )

    tell(session(first.calls), {"type": "open", "call": {"call_id": "new"}})

    assert list(first.calls.calls) == ["c-3", "c-4", "new"]


def test_too_many_utterances_are_refused(session):
    answers = tell(session(turns=1), OPEN, THREAT, said(1, "a"))

    assert codes(answers) == ["too_large"]


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.text(max_size=30) | st.sampled_from([json.dumps(OPEN), json.dumps(THREAT)]), max_size=6))  # fmt: skip
def test_no_message_breaks_a_session(session, messages):
    live = session()

    answers = [one for message in messages for one in live.take(message)]

    assert all(one["type"] for one in answers)


def test_a_page_of_another_site_cannot_connect(client):
    with pytest.raises(InvalidStatus), client.live(origin="https://evil.example"):
        pass


def test_a_foreign_host_name_cannot_connect(client):
    address = f"ws://evil.example:{client.port}/v1/live"
    here = socket.create_connection(("127.0.0.1", client.port))

    with pytest.raises(InvalidStatus), connect(address, sock=here, proxy=None):
        pass


def test_our_own_pages_can_connect(client):
    with client.live(origin=f"http://127.0.0.1:{client.port}") as link:
        send(link, {"type": "open", "call": {"call_id": "own-page"}})

        assert receive(link)["type"] == "opened"


def test_bytes_are_taken_as_utf8_and_garbage_is_answered(client):
    with client.live() as link:
        link.send(json.dumps({"type": "open", "call": {"call_id": "bytes"}}).encode())
        link.send(b"\xff\x00")

        assert receive(link)["type"] == "opened"
        assert receive(link)["error"]["code"] == "bad_json"


def test_a_call_survives_its_connection(client):
    opening = {"type": "open", "call": {"call_id": "lost"}}
    with client.live() as link:
        for message in (opening, THREAT):
            send(link, message)
        [receive(link) for _ in range(3)]

    with client.live() as link:
        send(link, opening)

        assert receive(link)["next_seq"] == 1


def test_the_log_tells_pages_all_of_it(session):
    live = session()
    tell(live, OPEN, THREAT, CLOSE)

    log = live.calls.calls["c-1"].log
    assert [one["type"] for one in log] == ["opened", "turn", "closed"]
    [found] = log[1]["findings"]
    assert (found["number"], found["severity_name"]) == (1, "较重")
    assert log[1]["text"][found["start"] : found["end"]] == found["text"]


def test_the_board_shows_the_worst_first(session):
    first = session()
    for name, text in (("calm", "您好"), ("bad", "告诉你家里人"), ("worst", "王八蛋")):
        tell(
            session(first.calls),
            {"type": "open", "call": {"call_id": name}},
            said(0, text),
        )

    assert [row["call_id"] for row in first.calls.board()] == ["worst", "bad", "calm"]


def test_a_call_that_has_ended_stays_on_the_board_below(session):
    first = session()
    tell(session(first.calls), OPEN, THREAT, CLOSE)
    tell(session(first.calls), {"type": "open", "call": {"call_id": "calm"}})

    rows = [(row["call_id"], row["open"], row["status"]) for row in first.calls.board()]

    assert rows == [("calm", True, "进行中"), ("c-1", False, "已结束：违规")]


def test_a_call_that_ended_long_ago_leaves_the_board(session):
    live = session(listed=0)
    tell(live, OPEN, THREAT, CLOSE)

    assert live.calls.board() == []
    assert live.calls.call("c-1").verdict is not None


def test_the_board_shows_the_last_of_many_ended_calls(checker):
    moments = iter(NOW + timedelta(seconds=one) for one in range(1000))
    calls = LiveCalls(
        Current(checker),
        clock=lambda: next(moments),
        limits=Limits(listed_calls=2),
    )
    for name in ("a", "b", "c"):
        tell(Session(calls), {"type": "open", "call": {"call_id": name}}, CLOSE)

    assert [row["call_id"] for row in calls.board()] == ["c", "b"]


def test_a_header_equals_the_call_without_its_turns(checker):
    call = Call("c-1", (Utterance(0, "collector", "a"),))

    assert replace(call, turns=()) == Call("c-1", ())


@pytest.mark.parametrize("masked", [True, False])
def test_a_page_sees_stars_and_the_sender_its_own_words(checker, masked):
    calls = LiveCalls(
        Current(checker),
        clock=lambda: NOW,
        limits=Limits(),
        masked=masked,
    )
    text = "打13800138000，不还我就告诉你家里人。"

    answers = tell(Session(calls), OPEN, said(0, text))

    [found] = answers[1]["findings"]
    assert text[found["start"] : found["end"]] == found["text"]
    [_, event] = calls.call("c-1").log
    shown = f"打{'*' * 7 if masked else '1380013'}8000，不还我就告诉你家里人。"
    assert event["text"] == shown
    [evidence] = event["findings"]
    assert shown[evidence["start"] : evidence["end"]] == found["text"]
    assert ("13800138000" in str(event)) is not masked
