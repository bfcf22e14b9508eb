"""A tracker store that keeps nothing from one message to the next.

What a conversation is in the middle of lives in the casebook, and the rules route each
message by its intent alone; so Rasa needs no memory of a conversation.  Without one it
replays no old events, sends the action server no old messages, keeps no debtor's words,
grows no larger with every conversation, and any worker can take any message.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Every message begins a session of its own; events still go to a broker."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        host: str | None = None,
        **kwargs: Any,
    ) -> None:
        # Rasa gives every store the address of its database; here there is none.
        del host
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Tell the event broker, where there is one; keep nothing."""
        await self.stream_events(tracker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Nothing: no conversation is known."""
        del sender_id
        return None

    async def keys(self) -> Iterable[str]:
        """No conversation is known."""
        return ()
