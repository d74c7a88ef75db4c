"""Which engine infers?"""

from __future__ import annotations

import os
from typing import Final

from dutygraph import places
from dutygraph.errors import UsageError

ENGINES: Final = ("columnar", "owlrl")


def chosen(name: str = "") -> str:
    """Choose an engine: by its name, else by the environment, else the columnar one.

    Raises: UsageError for a name that is not known.
    """
    engine = name or os.environ.get(places.ENGINE) or ENGINES[0]
    if engine not in ENGINES:
        raise UsageError("unknown engine", place=engine, cure=f"known: {', '.join(ENGINES)}")
    return engine
