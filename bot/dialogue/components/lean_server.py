"""Rasa's own command line, without three costs that change nothing it does.

    python -m components.lean_server run --enable-api …

By measurement (docs/performance.md) more than half of the server's time went into

* compiling and checking Rasa's constant schema anew for every answer of an action,
* planning the same two graphs anew for every message,
* opening a connection to the action server for every action.

Here the schema is compiled, a graph planned and a connection opened once.  What is
accepted, refused, computed and sent is the same; ``rasa run`` works as well, slower.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import aiohttp
import jieba
from jsonschema import ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa import __main__ as rasa_command
from rasa.core import processor
from rasa.core.actions.action import RemoteAction
from rasa.core.constants import DEFAULT_REQUEST_TIMEOUT
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.utils.endpoints import EndpointConfig

#: Told with an answer that breaks the schema, as Rasa tells it.
ADVICE = (
    ". Failed to validate Action server response from API, make sure your response "
    "from the Action endpoint is valid. For more information about the format visit "
    "https://rasa.com/docs/rasa/custom-actions"
)


@cache
def answer_validator() -> Any:
    """The validator of actions' answers, its schema checked once."""
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)


def validate_answer(_action: RemoteAction, result: dict[str, Any]) -> bool:
    """True for an answer as Rasa's schema wants it.

    Raises:
        ValidationError: If it is not.
    """
    error: ValidationError | None = best_match(answer_validator().iter_errors(result))
    if error is None:
        return True
    error.message += ADVICE
    raise error


class PlannedGraphRunner(DaskGraphRunner):
    """Runs the graph's nodes one after the other, in an order found once."""

    def run(
        self,
        inputs: dict[str, Any] | None = None,
        targets: list[str] | None = None,
    ) -> dict[str, Any]:
        """The targets' outputs, by name."""
        wanted = tuple(targets or self._graph_schema.target_names)
        graph, order = self._planned(wanted)
        done: dict[str, Any] = {}
        self._add_inputs_to_graph(inputs, done)
        try:
            for name in order:
                if name not in done:
                    node, *needs = graph[name]
                    done[name] = node(*(done.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(done[target] for target in wanted)

    def _planned(self, targets: tuple[str, ...]) -> tuple[dict[str, Any], list[str]]:
        plans: dict[Any, Any] = self.__dict__.setdefault("_plans", {})
        if targets not in plans:
            schema = self._graph_schema.minimal_graph_schema(list(targets))
            graph = self._build_dask_graph(schema)
            plans[targets] = graph, in_order(graph)
        planned: tuple[dict[str, Any], list[str]] = plans[targets]
        return planned


def in_order(graph: dict[str, Any]) -> list[str]:
    """The nodes, each after those it needs."""
    order: list[str] = []

    def visit(name: str) -> None:
        if name in graph and name not in order:
            for need in graph[name][1:]:
                visit(need)
            order.append(name)

    for name in graph:
        visit(name)
    return order


class KeptSession:
    """A session that stays open when the block which asked for it ends."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self.session

    async def __aexit__(self, *_error: object) -> None:
        return None


def kept_session(endpoint: EndpointConfig) -> KeptSession:
    """The endpoint's own session, made when it is first asked for."""
    kept: KeptSession | None = endpoint.__dict__.get("_kept")
    if kept is None or kept.session.closed:
        auth = None
        if endpoint.basic_auth:
            auth = aiohttp.BasicAuth(
                endpoint.basic_auth["username"], endpoint.basic_auth["password"]
            )
        session = aiohttp.ClientSession(
            headers=endpoint.headers,
            auth=auth,
            timeout=aiohttp.ClientTimeout(total=DEFAULT_REQUEST_TIMEOUT),
            # Rasa's sessions were too short-lived to carry cookies over.
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        kept = endpoint.__dict__["_kept"] = KeptSession(session)
    return kept


def spare_costs() -> None:
    """Put the three in the place of Rasa's own."""
    RemoteAction._validate_action_result = validate_answer
    processor.DaskGraphRunner = PlannedGraphRunner
    EndpointConfig.session = kept_session


def warm_up() -> None:
    """Load now what the first message of a debtor would wait for."""
    jieba.initialize()
    answer_validator()


if __name__ == "__main__":
    spare_costs()
    warm_up()
    sys.exit(rasa_command.main())
