"""What does it cost to judge a country, from N-Triples to verdicts?

Generated countries, each in a process of its own: CPU seconds to read, infer and judge, and the
highest memory. The planted gaps must be found, none more. The table in README.md is written by
this script.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))
from tables import write_table
from worlds import country

_SIZES = (690, 6_900, 69_000, 690_000)


def measure(path: Path) -> dict[str, Any]:
    """Survey one file in this process."""
    from dutygraph.audit.survey import Survey  # noqa: PLC0415 -- counted from here on
    from dutygraph.net.sparse.given import read  # noqa: PLC0415
    from dutygraph.net.sparse.read import columns  # noqa: PLC0415
    from dutygraph.net.sparse.scan import scan  # noqa: PLC0415

    marks = [time.process_time()]
    given = read([path])
    marks.append(time.process_time())
    net = columns(given)
    marks.append(time.process_time())
    found = Survey(net, scan(net), {})
    marks.append(time.process_time())
    return {
        "spent": [b - a for a, b in pairwise(marks)],
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "judged": found.judged,
        "open": found.outcomes["open"],
    }


def write(villages: int, path: Path) -> tuple[int, int]:
    """Write a country; count its triples and its planted gaps."""
    gaps: list[str] = []
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in country(villages, plant=lambda _, at: gaps.append(at)):
            file.write(line)
            count += 1
    return count, len(gaps)


def main() -> None:
    """Measure each size and write the table."""
    if len(sys.argv) == 3 and sys.argv[1] == "measure":  # noqa: PLR2004
        print(json.dumps(measure(Path(sys.argv[2]))))
        return
    sizes = [int(size) for size in sys.argv[1:]] or _SIZES
    head = "| triples | judged | open | read, CPU s | infer | judge | µs a triple | peak MiB |"
    said = (
        "`survey` of generated countries, from N-Triples to verdicts; planted gaps found exactly."
    )
    table = [said, "", head, "|---|---|---|---|---|---|---|---|"]
    for villages in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "country.nt"
            count, gaps = write(villages, path)
            done = subprocess.run(  # noqa: S603 -- this script itself
                [sys.executable, __file__, "measure", str(path)],
                capture_output=True,
                text=True,
                check=True,
            )
        found = json.loads(done.stdout)
        if found["open"] != gaps:
            sys.exit(f"{villages} villages: {found['open']} open, {gaps} planted")
        spent = found["spent"]
        cells = [f"{count:,}", f"{found['judged']:,}", f"{found['open']:,}"]
        cells += [f"{seconds:.2f}" for seconds in spent]
        cells += [f"{1e6 * sum(spent) / count:.2f}", f"{found['peak']:,.0f}"]
        table.append(f"| {' | '.join(cells)} |")
    write_table("bench_survey.py", table)


if __name__ == "__main__":
    main()
