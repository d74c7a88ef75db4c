"""How are many queries answered by a few processes, and how many may wait?"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Final, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

from dutygraph.errors import LimitError
from dutygraph.serve.refusal import RefusedError
from dutygraph.triples.worker import Limits, Request, Worker

T = TypeVar("T")
RETRY_SECONDS: Final = 2


class Pool:
    """A few processes that hold the same copy of a store.

    A query takes the next free one, and waits where there is none. A process that was ended at
    a limit is started anew before it is handed out again, off the way of who asked.
    """

    def __init__(self, quads: bytes, limits: Limits, size: int) -> None:
        """Keep the copy; a process starts with the first query that it gets."""
        self._workers = [Worker(quads, limits) for _ in range(size)]
        self._free: queue.LifoQueue[Worker] = queue.LifoQueue()
        for worker in self._workers:
            self._free.put(worker)
        self._closed = False

    def start(self) -> None:
        """Start the processes.

        Raises: LimitError where one does not start.
        """
        for worker in self._workers:
            worker.start()

    def close(self) -> None:
        """End the processes."""
        self._closed = True
        for worker in self._workers:
            worker.close()

    @property
    def running(self) -> int:
        """Count the processes that run."""
        return sum(worker.ready for worker in self._workers)

    def ask(self, request: Request) -> bytes:
        """Answer a query, as bytes that `dutygraph.triples.answer.decode` reads.

        Raises: QueryError, LimitError, as a worker does.
        """
        worker = self._free.get()
        try:
            return worker.ask_encoded(request)
        finally:
            if worker.ready or self._closed:
                self._free.put(worker)
            else:
                threading.Thread(target=self._revive, args=(worker,), daemon=True).start()

    def _revive(self, worker: Worker) -> None:
        with suppress(LimitError, OSError):
            if not self._closed:
                worker.start()
        if self._closed:
            worker.close()
        self._free.put(worker)


class Line:
    """Work that runs in threads: so many at once, so many more in line, the rest sent away."""

    def __init__(self, places: int, waiting: int) -> None:
        """Open a line with nobody in it."""
        self._most = places + waiting
        self._places = places
        self._inside = 0
        self._limiter: CapacityLimiter | None = None

    async def run(self, work: Callable[[], T]) -> T:
        """Run when it is this one's turn.

        Raises: RefusedError 503 where the line is full.
        """
        if self._inside >= self._most:
            raise RefusedError(
                503,
                f"{self._inside} requests are being answered already",
                place="the server",
                cure=f"try again in {RETRY_SECONDS} s",
                headers={"Retry-After": str(RETRY_SECONDS)},
            )
        self._limiter = self._limiter or CapacityLimiter(self._places)
        self._inside += 1
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        finally:
            self._inside -= 1
