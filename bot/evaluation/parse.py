"""Has messages read as the running bot reads them: Rasa's intent, then our rules."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import httpx

from actions.phrases.entities import entities
from actions.understanding import final_intent, nlu_from_rasa
from bot.channels.words import clean, for_rasa
from bot.errors import HecuiError
from bot.evaluation.rows import Labelled
from bot.evaluation.score import Read

AT_ONCE = 4
SECONDS = 30.0
#: Stands in where a row names no day: its values are not judged then.
ANY_DAY = date(2000, 1, 1)

Done = Callable[[int, int], None]


async def read_all(
    rows: Sequence[Labelled], url: str, token: str, done: Done
) -> list[Read]:
    """What the bot reads in each message, in order.

    Raises:
        HecuiError: If the Rasa server at *url* does not answer.
    """
    places = asyncio.Semaphore(AT_ONCE)
    finished = 0

    async with httpx.AsyncClient(timeout=SECONDS, trust_env=False) as client:

        async def one(row: Labelled) -> Read:
            nonlocal finished
            async with places:
                parsed = await _parse(client, url, token, row.text)
            finished += 1
            done(finished, len(rows))
            return _read(row, parsed)

        tasks = [asyncio.create_task(one(row)) for row in rows]
        try:
            return list(await asyncio.gather(*tasks))
        finally:
            # After a failure nobody waits for the others any more.
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _read(row: Labelled, parsed: dict[str, Any]) -> Read:
    text = clean(row.text)
    found = entities(text, row.ref_date or ANY_DAY)
    return Read(final_intent(text, nlu_from_rasa(parsed)), tuple(found))


async def _parse(
    client: httpx.AsyncClient, url: str, token: str, text: str
) -> dict[str, Any]:
    try:
        answer = await client.post(
            f"{url}/model/parse",
            params={"token": token} if token else {},
            json={"text": for_rasa(clean(text))},
        )
        if answer.status_code in (401, 403):
            raise HecuiError(
                f"the Rasa server at {url} refuses the token",
                "set HECUI_RASA_TOKEN to the token it was started with",
            )
        answer.raise_for_status()
    except httpx.HTTPStatusError as error:
        raise HecuiError(
            f"the server at {url} answers {error.response.status_code}",
            "is it a Rasa server with its HTTP interface (rasa run --enable-api)?",
        ) from error
    except httpx.HTTPError as error:
        raise HecuiError(
            f"the Rasa server at {url} does not answer ({type(error).__name__})"
        ) from error
    parsed: dict[str, Any] = answer.json()
    return parsed
