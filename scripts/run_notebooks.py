"""Run the notebooks of docs/ and keep their outputs, or check that they are what they were."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets.config import Config

TOP = Path(__file__).resolve().parents[1]
FOLDER = TOP / "docs" / "notebooks"
SECONDS = 300


def run(path: Path) -> NotebookNode:
    """Execute a notebook in a kernel of its own; times and the machine's facts are left out."""
    book = nbformat.read(path, as_version=4)
    with TemporaryDirectory() as sockets:
        place = {"transport": "ipc", "ip": str(Path(sockets) / "kernel")}
        given = Config(KernelManager=place, NotebookClient={"timeout": SECONDS})
        NotebookClient(book, config=given, record_timing=False).execute(cwd=TOP)
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return book


def said(book: NotebookNode) -> list[list[str]]:
    """List what each cell of code puts out, as words: pandas and others may change their markup."""
    return [
        [_words(output) for output in cell.outputs]
        for cell in book.cells
        if cell.cell_type == "code"
    ]


def _words(output: NotebookNode) -> str:
    data = output.get("data", {})
    markup = data.get("image/svg+xml") or data.get("text/html") or ""
    plain = output.get("text") or data.get("text/plain") or ""
    words = re.sub(r"<style.*?</style>|<[^>]*>", " ", markup, flags=re.DOTALL) or plain
    return " ".join(words.split())


def main() -> None:
    """Write the outputs; with --check say which notebook puts out something else, and fail."""
    stale = []
    for path in sorted(FOLDER.glob("*.ipynb")):
        before, after = nbformat.read(path, as_version=4), run(path)
        if said(before) != said(after):
            stale.append(path.name)
        if "--check" not in sys.argv:
            nbformat.write(after, path)
    if stale and "--check" in sys.argv:
        sys.exit(f"other outputs: {', '.join(stale)}; run scripts/run_notebooks.py")


if __name__ == "__main__":
    main()
