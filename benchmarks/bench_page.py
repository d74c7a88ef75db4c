"""How large is the page, and how soon is it ready, as a system grows?

The example regulation, and generated worlds of 1,000 and 10,000 holders: the size of the file,
raw and gzipped; the seconds that Python takes for it once the report is there, of which for the
order of the cards; and the time in headless Chromium from opening the file to a drawn page, and
from choosing a holder to its surroundings drawn. Without a Chromium the last two are left out.
The table in README.md is written by this script.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench_checks import closed
from dutygraph.audit.case import open_case
from dutygraph.audit.report import Report, report
from dutygraph.out.page import lanes
from dutygraph.out.page.document import page
from dutygraph.out.page.model import page_model
from tables import write_table
from worlds import world

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
FOCUS = """id => new Promise(done => {
  const start = performance.now();
  location.hash = new URLSearchParams({show: `holder:${id}`, sel: `holder:${id}`}).toString();
  addEventListener("hashchange", () => requestAnimationFrame(() =>
    requestAnimationFrame(() => done(performance.now() - start))), {once: true});
})"""


def measure(found: Report, folder: Path) -> dict[str, Any]:
    """Write one page, weigh it, and open it."""
    start = time.process_time()
    words = page(found, "zh")
    spent = time.process_time() - start
    model = page_model(found)
    start = time.process_time()
    lanes.arrange(model["holders"], model["lines"])
    lanes.sequence(model["holders"], model["lines"])
    ordering = time.process_time() - start
    raw = words.encode()
    path = folder / f"{found.case.system.name}.html"
    path.write_bytes(raw)
    return {
        "system": found.case.system.name,
        "holders": len(model["holders"]),
        "lines": len(model["lines"]),
        "KB": f"{len(raw) / 1000:,.0f}",
        "gzipped KB": f"{len(gzip.compress(raw, mtime=0)) / 1000:,.0f}",
        "written, CPU s": f"{spent:.2f}",
        "ordered, CPU s": f"{ordering:.2f}",
        **timed(path, model["sequence"][len(model["sequence"]) // 2]),
    }


def timed(path: Path, holder: str) -> dict[str, Any]:
    """Time a page in Chromium: until it is drawn, and until a holder's surroundings are."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        return {"ready, ms": "–", "focus, ms": "–"}
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 -- only where it is wanted

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=list(FLAGS))
        sheet = browser.new_page(viewport={"width": 1280, "height": 800})
        sheet.goto(path.as_uri())
        ready = int(sheet.wait_for_selector("html[data-ready]").get_attribute("data-ready"))
        focus = sheet.evaluate(FOCUS, holder)
        browser.close()
    return {"ready, ms": f"{ready:,}", "focus, ms": f"{focus:,.0f}"}


def main() -> None:
    """Measure each size and write the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rows.append(measure(report(open_case("yunfu-2017")), Path(folder)))
        rows.extend(
            measure(report(closed(world(size).system)), Path(folder))
            for size in [int(size) for size in sys.argv[1:]] or [1_000, 10_000]
        )
    head = list(rows[0])
    table = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    table += [f"| {' | '.join(str(row[key]) for key in head)} |" for row in rows]
    write_table("bench_page.py", table)


if __name__ == "__main__":
    main()
