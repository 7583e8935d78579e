"""Work beside the event loop (线程): a few threads for each kind of work, so that none waits for another kind.

The threads are daemons: work that does not end cannot keep the program from ending at Ctrl-C.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import TypeVar

Made = TypeVar("Made")


class Pool:
    """Runs functions in threads, at most `most` of them at once; others wait for their turn."""

    def __init__(self, most: int) -> None:
        self._most, self._free = most, asyncio.Semaphore(most)

    async def run(self, function: Callable[..., Made], *given: object) -> Made:
        """Run the function in a thread, and return its result. If the call is cancelled, the function still runs on."""
        await self._free.acquire()
        loop, outcome = asyncio.get_running_loop(), Future[Made]()
        outcome.set_running_or_notify_cancel()

        def work() -> None:
            try:
                outcome.set_result(function(*given))
            except BaseException as mistake:  # noqa: BLE001 - whoever waits gets it
                outcome.set_exception(mistake)
            with suppress(RuntimeError):  # the event loop has ended
                loop.call_soon_threadsafe(self._free.release)

        Thread(target=work, name="preview", daemon=True).start()
        return await asyncio.wrap_future(outcome)

    async def idle(self) -> None:
        """Wait until nothing is under way."""
        for _ in range(self._most):
            await self._free.acquire()
        for _ in range(self._most):
            self._free.release()
