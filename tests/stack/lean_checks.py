"""Run by the dialogue world's Python (3.10): our parts against Rasa's own."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
from components.forgetful import ForgetfulTrackerStore
from components.lean_server import (
    PlannedGraphRunner,
    in_order,
    kept_session,
    validate_answer,
)
from components.linear_intent import Features, make_vectorizer
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig

ANSWERS: list[Any] = [
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{}]},
    {"events": [], "responses": [{"text": "您好", "custom": {"turn": {}}}]},
    {},
    {"events": [{"name": "no event"}], "responses": []},
    {"events": [{"event": "slot", "name": 3}], "responses": []},
    {"events": "none", "responses": []},
    {"events": [], "responses": ["text"]},
    [],
    None,
    "text",
]


def outcome(validate: Any, answer: Any) -> str:
    """Whether an answer is taken, or the words it is refused with."""
    try:
        return str(validate(RemoteAction("action_a", None), answer))
    except ValidationError as error:
        return error.message


def check_answers() -> None:
    """Every answer is taken or refused as Rasa does, with the same words."""
    stock = RemoteAction._validate_action_result
    for answer in ANSWERS:
        assert outcome(validate_answer, answer) == outcome(stock, answer), answer
    assert "True" in {outcome(stock, answer) for answer in ANSWERS}


def runner(kind: type[DaskGraphRunner], graph: dict[str, Any]) -> DaskGraphRunner:
    """A runner of *kind* for a graph of plain functions."""
    made = kind.__new__(kind)
    made._graph_schema = Schema(graph)
    made._instantiated_nodes = {name: node[0] for name, node in graph.items()}
    made._execution_context = None
    return made


class Schema(GraphSchema):
    """The part of a schema that a runner looks at."""

    def __init__(self, graph: dict[str, Any]) -> None:
        self.graph = graph
        self.nodes = {
            name: type("Node", (), {"needs": {n: n for n in needs}})()
            for name, (_function, *needs) in graph.items()
        }

    def minimal_graph_schema(self, targets: list[str] | None = None) -> Schema:
        wanted = self._all_dependencies_schema(targets or [])
        return Schema({n: self.graph[n] for n in self.graph if n in wanted})


def node(name: str) -> Any:
    """A node that tells by whom it was given what."""
    return lambda *given: (name, f"{name}({', '.join(g[1] for g in given)})")


def check_graphs() -> None:
    """Outputs are Dask's, whichever target is asked for, however often."""
    graph = {
        "c": (node("c"), "a", "b"),
        "a": (node("a"), "__in__"),
        "b": (node("b"), "a"),
        "alone": (node("alone"), "__in__"),
    }
    stock, ours = (runner(k, graph) for k in (DaskGraphRunner, PlannedGraphRunner))
    for targets in (["c"], ["a", "c"], ["alone"], ["c"]):
        for value in ("x", "y"):
            told = {"__in__": value}
            assert ours.run(told, targets) == stock.run(told, targets)
    assert in_order(graph).index("a") < in_order(graph).index("b")

    def fails(*_given: Any) -> Any:
        raise RuntimeError

    broken = runner(PlannedGraphRunner, {"a": (fails, "__in__")})
    try:
        broken.run({"__in__": "x"}, ["a"])
    except GraphRunError:
        return
    raise AssertionError("a failing node must be told as Rasa tells it")


async def check_sessions() -> None:
    """One session an endpoint, open after use, and anew once it is closed."""
    one, other = EndpointConfig("http://a"), EndpointConfig("http://b")
    async with kept_session(one) as first, kept_session(one) as again:
        assert first is again
    assert not first.closed
    async with kept_session(other) as second:
        assert second is not first
    await first.close()
    async with kept_session(one) as fresh:
        assert fresh is not first
    await fresh.close()
    await second.close()


async def check_forgetful() -> None:
    """What was said is gone with the next message, and events reach a broker."""
    published: list[Any] = []
    broker = type("Broker", (), {"publish": lambda _self, e: published.append(e)})()
    store = ForgetfulTrackerStore(Domain.empty(), broker, host="nowhere")
    tracker = await store.get_or_create_tracker("s")
    tracker.update(UserUttered("你好"))
    await store.save(tracker)
    assert await store.retrieve("s") is None
    assert list(await store.keys()) == []
    assert published[-1]["text"] == "你好"
    fresh = await store.get_or_create_tracker("s")
    assert not [e for e in fresh.events if isinstance(e, UserUttered)]


def check_features() -> None:
    """One message's features are those of the vectorizer."""
    texts = ["25号先还八百", "我想分12期", "你是机器人吗", "还还还  还", "Abc abc 12.5"]
    vectorizer = make_vectorizer({"min_ngram": 1, "max_ngram": 3}, None)
    vectorizer.fit(texts)
    features = Features(vectorizer)
    for text in [*texts, "没见过的字", "", " \n ", "25号先还八百25号"]:
        row = vectorizer.transform([text])
        columns, values = features.of(text)
        ours, theirs = np.zeros(row.shape[1]), row.toarray()[0]
        ours[columns] = values
        assert np.allclose(ours, theirs), text


if __name__ == "__main__":
    check_answers()
    print("answers")
    check_graphs()
    print("graphs")
    asyncio.run(check_sessions())
    print("sessions")
    asyncio.run(check_forgetful())
    print("forgetful")
    check_features()
    print("features")
