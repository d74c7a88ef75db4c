"""How is work on large files stopped before the machine swaps?"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from dutygraph.errors import UsageError

_UNITS: Final = {"": 1, "K": 1024, "M": 1024**2, "G": 1024**3, "T": 1024**4}
_SIZE: Final = re.compile(r"(\d+(?:\.\d+)?)\s*([KMGT]?)(?:i?B)?", re.IGNORECASE)
# With less, Python and numpy themselves do not come up.
LEAST: Final = 256 * 1024**2


def size(text: str) -> int:
    """Read a size in bytes: 6G, 512M, 2.5 GiB; the letters mean powers of 1024.

    Raises: UsageError for what is no size, or too little to work in.
    """
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise UsageError("is no size", place=f"--memory {text}", cure="write it as 6G or 512M")
    most = int(float(found[1]) * _UNITS[found[2].upper()])
    if most < LEAST:
        raise UsageError("is too little", place=f"--memory {text}", cure="give at least 256M")
    return most


def available() -> int | None:
    """Tell how many bytes can be had without swapping; None where the system does not say."""
    try:
        told = Path("/proc/meminfo").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(r"^MemAvailable:\s+(\d+) kB$", told, re.MULTILINE)
    return int(found[1]) * 1024 if found else None


def bound(most: int | None) -> None:
    """Let this process have so many bytes of its own, from here on; more raises MemoryError.

    Mapped files do not count. Where a lower bound is set already, it stays; where the system
    knows no such bound, there is none.
    """
    if most is None or sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 -- not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([most, *known]), hard))
