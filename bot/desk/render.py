"""Pages, rendered for whoever is signed in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from bot.desk import signin, words
from bot.desk.desk import Desk
from bot.desk.staff import ROLE_NAMES, Member

FOLDER = Path(__file__).parent / "templates"


def make_templates() -> Environment:
    """The page templates, from the package."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = words
    environment.globals["roles"] = ROLE_NAMES
    return environment


def page(
    request: Request,
    desk: Desk,
    name: str,
    me: Member | None,
    *,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """A page with the signed-in person and the token of its forms."""
    templates: Environment = request.app.state.templates
    token = signin.csrf(request, desk.settings.secret)
    told = templates.get_template(name).render(me=me, csrf=token, **values)
    return HTMLResponse(told, status)
