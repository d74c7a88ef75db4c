"""How does the server come to be from what the command line says?"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from socket import socket
from typing import Final
from urllib.parse import quote

from starlette.types import ASGIApp

from dutygraph.errors import UsageError
from dutygraph.out.site.site import Site
from dutygraph.serve.app import Shown, build
from dutygraph.serve.dutypage import DutyPages
from dutygraph.serve.endpoint import Settings
from dutygraph.serve.hosting import Served, host, limits
from dutygraph.serve.run import address_of, host_names, is_open_to_others, listen, run

_DAY: Final = 86_400
_MOST_BODY: Final = 1024**3


@dataclass(frozen=True, slots=True)
class Wish:
    """How the server is wanted, as the command line says it."""

    systems: tuple[str, ...]
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()
    seconds: float = 2.0
    rows: int = 10_000
    body: int = 1024**2

    def check(self) -> None:
        """Refuse what leaves nothing to serve.

        Raises: UsageError.
        """
        if not 0 < self.seconds <= _DAY:
            cure = f"give more than 0 and at most {_DAY}"
            raise UsageError(f"{self.seconds:g} s is no time", place="--timeout", cure=cure)
        if self.rows < 1:
            raise UsageError(f"{self.rows} leaves no row", place="--rows", cure="give 1 or more")
        if not 1 <= self.body <= _MOST_BODY:
            cure = f"give 1 to {_MOST_BODY}"
            raise UsageError(f"{self.body} bytes hold no query", place="--body", cure=cure)


@dataclass(frozen=True)
class Ready:
    """A server whose port is open, and what to say of it."""

    app: ASGIApp
    opened: socket
    served: Served

    @property
    def words(self) -> str:
        """Say at which addresses to look."""
        root = address_of(self.opened)
        shown = {f"{root}/": "首页 Home"}
        shown |= {f"{root}/{quote(name)}": "责任图 Duty graph" for name in self.served.cases}
        shown[f"{root}/sparql"] = "SPARQL"
        width = max(map(len, shown))
        lines = [f"{address:{width}}  {what}\n" for address, what in shown.items()]
        if is_open_to_others(self.opened):
            lines.append("其他机器也能访问。 Other machines can reach it.\n")
        return "".join([*lines, "按 Ctrl-C 结束。 Ctrl-C ends it.\n"])

    def run(self, say: Callable[[str], object]) -> None:
        """Say where to look as soon as one can, and answer until told to end."""
        run(self.app, self.opened, lambda: say(self.words))


@contextmanager
def prepare(wish: Wish) -> Iterator[Ready]:
    """Open the port, judge the systems, start the processes; end them at last.

    Raises: UsageError for what the command line cannot mean; what `host` raises for a system.
    """
    wish.check()
    with listen(wish.host, wish.port) as opened:
        served = host(_once(wish.systems), limits(wish.seconds, wish.rows))
        try:
            served.start()
            settings = Settings(wish.body, wish.rows)
            names = host_names(wish.host, wish.names)
            shown = _shown(served)
            threading.Thread(target=_warm, args=(shown,), daemon=True).start()
            yield Ready(build(served, shown, settings, names), opened, served)
        finally:
            served.close()


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _shown(served: Served) -> Shown:
    site = Site(served.cases, served.answer)
    return Shown(DutyPages({name: part.found for name, part in site.parts.items()}), site)


def _warm(shown: Shown) -> None:
    """Draw each duty graph once, so that nobody waits while the layout engine is made ready."""
    for name in shown.duties.names:
        shown.duties.reply(name, "html", "zh")
