"""How long may a connection take to say what it wants?"""

from __future__ import annotations

import asyncio
from typing import Any, Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

PATIENCE: Final = 10.0


class Connection(H11Protocol):
    """A connection that is closed when a request's head does not arrive in time.

    uvicorn waits for ever for the first request of a connection, and for the rest of a head
    of which it has the beginning; a few hundred such connections would shut all others out.
    """

    def __init__(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 -- as its parent
        """Set up a connection that nobody waits for yet."""
        super().__init__(*given, **named)
        self._waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(PATIENCE, self._late)

    def data_received(self, data: bytes) -> None:
        """Wait on while a head is not whole; the time runs from its beginning."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._calm()
        elif self._waiting is None:
            self._waiting = self.loop.call_later(PATIENCE, self._late)

    def on_response_complete(self) -> None:
        """Wait for the rest of a next head, if its beginning came with the last request."""
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE and self.conn.trailing_data[0]:
            self._waiting = self._waiting or self.loop.call_later(PATIENCE, self._late)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._calm()
        super().connection_lost(exc)

    def _calm(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _late(self) -> None:
        self._waiting = None
        if not self.transport.is_closing():
            self.transport.close()
