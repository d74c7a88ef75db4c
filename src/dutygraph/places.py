"""Where do the ontology, the bundled systems, the queries and the cache lie?

In an installed wheel they lie inside the package, in a checkout at its top.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from platformdirs import user_cache_dir

# The environment variable that names the folder of the cache; empty turns it off.
CACHE: Final = "DUTYGRAPH_CACHE"
# The environment variable that names the engine of inference.
ENGINE: Final = "DUTYGRAPH_ENGINE"
PACKAGE = Path(__file__).resolve().parent


def _top() -> Path:
    bundle = PACKAGE / "_bundle"
    return bundle if bundle.is_dir() else PACKAGE.parents[1]


def ontology() -> Path:
    """Find the folder of the ontology."""
    return _top() / "ontology"


def data() -> Path:
    """Find the folder of the bundled systems."""
    return _top() / "data"


def queries() -> Path:
    """Find the folder of the queries."""
    return _top() / "queries"


def citation() -> Path | None:
    """Find the file that says how to cite the project; None where it was not installed."""
    path = _top() / "CITATION.cff"
    return path if path.is_file() else None


def user_cache() -> str:
    """Name the folder in which this user's cache lies when none is named; it may not exist."""
    return user_cache_dir("dutygraph", appauthor=False)


def systems() -> tuple[str, ...]:
    """List the names of the bundled systems, sorted."""
    return tuple(sorted(p.name for p in data().iterdir() if any(p.glob("*.ttl"))))
