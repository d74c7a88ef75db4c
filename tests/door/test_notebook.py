"""Does the notebook run, and put out what is kept with it, and what the text says?"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat

TOP = Path(__file__).parents[2]
NOTEBOOK = TOP / "docs" / "notebooks" / "yunfu-study.ipynb"


def test_the_notebook_puts_out_what_is_kept() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/run_notebooks.py", "--check"],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_outputs_say_what_the_text_says() -> None:
    """第十九条 asks for two visits a year and one a quarter; 第二十四条 counts 3个及以上村."""
    book = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    assert book.metadata.language_info == {"name": "python"}
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not any(o.output_type in {"error", "stream"} for c in cells for o in c.outputs)
    words = " ".join(
        str(text) for c in cells for o in c.outputs for text in o.get("data", {}).values()
    )
    for said in (
        "'每年不少于2次', 2, 'P1Y'",
        "'每季度不少于1次', 1, 'P3M'",
        "None, None, None, 3)",
    ):
        assert said in words
    assert str(TOP) not in words
    assert not re.search(r"/(?:tmp|home|root)/", words)


def test_the_prose_is_in_both_languages() -> None:
    book = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    for cell in book.cells:
        if cell.cell_type == "markdown":
            assert re.search("[\u4e00-\u9fff]", cell.source)
            assert re.search("[A-Za-z]{4} [a-z]", cell.source)
