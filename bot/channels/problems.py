"""One shape for every error of the door: ``{"error": {"code", "message", "hint"}}``."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import TypeAlias

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

Headers: TypeAlias = Mapping[str, str]


class Refused(Exception):
    """A request the door does not serve, said so that a person understands it."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        hint: str = "",
        *,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message
        self.hint = hint
        self.retry_after = retry_after

    @property
    def body(self) -> dict[str, dict[str, str]]:
        """The error as it is sent."""
        return shape(self.code, self.message, self.hint)


#: What framework errors are called and how they are said.
KNOWN: dict[int, tuple[str, str]] = {
    400: ("bad_request", "请求格式不正确。"),
    401: ("no_session", "会话已过期，请重新打开短信里的链接。"),
    403: ("forbidden", "请求被拒绝。"),
    404: ("not_found", "地址可能写错了，或者页面已经不在了。"),
    405: ("method_not_allowed", "不支持这种请求方式。"),
    413: ("too_large", "内容太大了，请分几次发送。"),
    422: ("bad_request", "请求格式不正确。"),
    500: ("internal", "系统出了点问题，您已发送的消息不会丢失。"),
}


def shape(code: str, message: str, hint: str = "") -> dict[str, dict[str, str]]:
    """The one JSON shape of an error."""
    return {"error": {"code": code, "message": message, "hint": hint}}


def no_session() -> Refused:
    """The refusal for somebody without a conversation of their own."""
    return Refused(401, *KNOWN[401], "链接失效时，可请贷款机构重新发送。")


def install(app: FastAPI) -> None:
    """Make every way to fail answer in the one shape."""
    app.add_exception_handler(Refused, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _unforeseen)


#: What a person reads above the sentence.
TITLES = {404: "没有这个页面", 401: "会话已过期", 403: "不能打开"}
#: Addresses of programs; they get JSON whoever asks.
FOR_PROGRAMS = ("/api/", "/sms/", "/internal/", "/healthz", "/openapi.json")


def _answer(
    request: Request, status: int, body: dict[str, dict[str, str]], headers: Headers
) -> Response:
    """The error in its one shape; a small page for a person who opened an address."""
    wants_page = "text/html" in request.headers.get("accept", "")
    if not wants_page or request.url.path.startswith(FOR_PROGRAMS):
        return JSONResponse(body, status, headers=headers)
    template = request.app.state.templates.get_template("problem.html")
    title = TITLES.get(status, "没有成功")
    told = template.render(title=title, message=body["error"]["message"])
    return HTMLResponse(told, status, headers=headers)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    headers = {}
    if error.retry_after is not None:
        headers["Retry-After"] = str(error.retry_after)
    return _answer(request, error.status, error.body, headers)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    code, message = KNOWN.get(error.status_code, ("error", "请求没有成功。"))
    headers = dict(error.headers or {})
    hint = HTTPStatus(error.status_code).phrase
    return _answer(request, error.status_code, shape(code, message, hint), headers)


async def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    # Only where and what kind: the value itself may be what somebody said.
    places = sorted(
        {
            ".".join(str(part) for part in problem["loc"]) + f" ({problem['type']})"
            for problem in error.errors()
        }
    )
    return JSONResponse(shape(*KNOWN[422], "; ".join(places[:5])), 422)


async def _unforeseen(_request: Request, _error: Exception) -> Response:
    return JSONResponse(shape(*KNOWN[500]), 500)
