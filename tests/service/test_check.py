"""``POST /v1/check`` and what belongs to it."""

from __future__ import annotations

import json

import pytest

from compliance_checker.report.record import verdict_record
from compliance_checker.service.live import Limits
from compliance_checker.transcript.record import call_from_value

TEXT = "好，告 诉 你家里人。"
CALL = {"call_id": "c-1", "turns": [{"role": "agent", "text": TEXT}], "meta": {"n": 1}}


def error_of(response):
    error = response.json()["error"]
    assert {"code", "message", "hint"} <= set(error)
    return error


def test_a_finding_points_into_the_text_that_was_sent(client):
    verdict = client.post("/v1/check", json=CALL).json()

    [finding] = verdict["findings"]
    assert TEXT[finding["start"] : finding["end"]] == "告 诉 你家里人"
    assert verdict["meta"] == {"n": 1}


def test_a_list_of_calls_gets_a_list_of_verdicts(client, checker):
    verdicts = client.post("/v1/check", json=[CALL, {**CALL, "call_id": "c-2"}]).json()

    call = call_from_value(CALL, lambda path: path)
    assert [one["call_id"] for one in verdicts] == ["c-1", "c-2"]
    assert verdicts[0] == json.loads(json.dumps(verdict_record(checker.check(call))))


def test_all_mistakes_of_a_transcript_are_listed(client):
    response = client.post(
        "/v1/check", json={"call_id": "x", "turns": [{"role": "boss"}]}
    )

    error = error_of(response)
    assert response.status_code == 422
    assert error["code"] == "bad_transcript"
    assert [one["code"] for one in error["problems"]] == ["CC506", "CC505"]


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        pytest.param(b"{", 400, "bad_json", id="truncated"),
        pytest.param(b"", 400, "bad_json", id="empty"),
        pytest.param(b"\xff", 400, "bad_json", id="not-utf8"),
        pytest.param(b"[" * 9000, 400, "bad_json", id="nested"),
        pytest.param(b"5", 422, "bad_transcript", id="number"),
        pytest.param(b"[[]]", 422, "bad_transcript", id="list-in-list"),
    ],
)
def test_what_is_no_transcript_is_refused_in_the_one_shape(
    client, content, status, code
):
    headers = {"content-type": "application/json"}

    response = client.post("/v1/check", content=content, headers=headers)

    assert response.status_code == status
    assert error_of(response)["code"] == code


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("DELETE", "/healthz", 405, "method_not_allowed"),
        ("GET", "/v1/live-events?call_id=x", 404, "unknown_call"),
        ("GET", "/static/nothing.js", 404, "not_found"),
        ("GET", "/static/../app.py", 404, "not_found"),
        ("POST", "/v1/check", 415, "unsupported_media_type"),
    ],
)
def test_every_error_has_the_one_shape(client, method, path, status, code):
    response = client.request(method, path)

    assert response.status_code == status
    assert error_of(response)["code"] == code


def test_a_body_that_is_too_large_is_refused(make_client):
    client = make_client(limits=Limits(body=100))

    response = client.post("/v1/check", json={**CALL, "debtor_id": "x" * 200})

    assert response.status_code == 413
    assert error_of(response)["code"] == "too_large"


def test_too_many_calls_are_refused(make_client):
    client = make_client(limits=Limits(calls=2))

    response = client.post("/v1/check", json=[CALL] * 3)

    assert error_of(response)["code"] == "too_large"


def test_an_error_of_ours_says_nothing_of_what_was_said(
    client, checker, monkeypatch, caplog
):
    def broken(_):
        raise RuntimeError(TEXT)

    monkeypatch.setattr(checker, "check", broken)

    response = client.post("/v1/check", json=CALL)

    assert response.status_code == 500
    assert error_of(response)["code"] == "internal"
    assert TEXT not in response.text
    assert TEXT not in caplog.text
    assert "RuntimeError" in caplog.text


def test_a_foreign_host_name_is_refused(client):
    response = client.get("/healthz", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert error_of(response)["code"] == "unknown_host"


@pytest.mark.parametrize("host", ["127.0.0.1:8010", "localhost", "[::1]:99"])
def test_this_machine_may_be_called_by_each_of_its_names(client, host):
    assert client.get("/healthz", headers={"host": host}).status_code == 200


def test_health_names_the_rulebook(client, checker):
    health = client.get("/healthz").json()

    assert health["status"] == "ok"
    assert health["rules"] == 2
    assert health["rulebook"]["sha256"] == checker.rulebook.id.sha256


def test_the_rulebook_can_be_read(client):
    book = client.get("/v1/rulebook").json()

    assert [one["id"] for one in book["rules"]] == [
        "T2.1-rude-word",
        "T5.3-tell-family",
    ]
    assert book["rules"][1]["basis"][0]["force"] == "binding_rule"
    assert len(book["checks"]) == 27


@pytest.mark.parametrize(
    "path", ["/", "/live", "/healthz", "/nowhere", "/static/live.js"]
)
def test_every_answer_carries_the_strict_headers(client, path):
    headers = client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
