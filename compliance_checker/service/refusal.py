"""One JSON shape for everything that can go wrong over the network.

``{"error": {"code": …, "message": …, "hint": …}}``; where a transcript has several
problems, ``problems`` lists them all.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from compliance_checker.errors import ComplianceError, Problem
from compliance_checker.transcript.read import MOST_SHOWN

_LOG = logging.getLogger(__name__)

_BY_STATUS = {
    400: ("bad_request", "the request cannot be understood"),
    404: ("not_found", "there is nothing at this address"),
    405: ("method_not_allowed", "this address does not take this method"),
}


@dataclass(eq=False)
class Refusal(Exception):
    """A request that cannot be met, and what to do about it."""

    code: str
    message: str
    hint: str = ""
    status: int = 400
    problems: tuple[Problem, ...] = ()

    def record(self) -> dict[str, Any]:
        """The JSON of it."""
        error: dict[str, Any] = {
            "code": self.code,
            "message": self.message,
            "hint": self.hint,
        }
        if self.problems:
            error["problems"] = [
                {
                    "code": one.code,
                    "where": one.where,
                    "what": one.what,
                    "hint": one.hint,
                }
                for one in self.problems[:MOST_SHOWN]
            ]
        return {"error": error}


def bad_transcript(problems: Sequence[Problem]) -> Refusal:
    """The refusal of a transcript, or of one of its parts."""
    first = problems[0]
    message = f"{first.where}: {first.what}"
    if len(problems) > 1:
        message += f" (and {len(problems) - 1} more)"
    return Refusal(
        "bad_transcript", message, first.hint, status=422, problems=tuple(problems)
    )


def answer(refusal: Refusal) -> JSONResponse:
    """The refusal as a response."""
    return JSONResponse(refusal.record(), refusal.status)


def install(app: FastAPI) -> None:
    """Give every error of *app* the one shape."""

    @app.exception_handler(Refusal)
    async def _refused(_: Request, refusal: Refusal) -> JSONResponse:
        return answer(refusal)

    @app.exception_handler(ComplianceError)
    async def _ours(_: Request, error: ComplianceError) -> JSONResponse:
        return answer(bad_transcript(error.problems))

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        code, message = _BY_STATUS.get(
            error.status_code, ("refused", "the request is refused")
        )
        return answer(Refusal(code, message, status=error.status_code))


def unforeseen(error: Exception) -> JSONResponse:
    """The answer to an error of ours; where it arose is logged.

    The error's own words may repeat what somebody said: they are neither logged nor
    sent.
    """
    where = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("%s in the service\n%s", type(error).__name__, where)
    message = "an error inside of the service"
    return answer(Refusal("internal", message, status=500))
