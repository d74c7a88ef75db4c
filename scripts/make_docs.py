"""Write the pages that are made from the ontology, the checks and the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from measures_page import measures_page
from ontology_numbers import readme_page
from questions_page import questions_page
from typer.testing import CliRunner
from vocabulary.pages import pages

from dutygraph.cli.main import app
from dutygraph.out.screen.pages import checks_page, shapes_page

DOCS = Path(__file__).resolve().parents[1] / "docs"
# The order in which a newcomer needs the commands; others follow as they are registered.
_FIRST = ("check", "register", "why", "query", "validate", "infer", "explain", "systems")


def cli_page() -> str:
    """Show the help of every command."""
    runner = CliRunner(env={"COLUMNS": "88", "TERMINAL_WIDTH": "88"})
    known = [c.name or c.callback.__name__ for c in app.registered_commands if c.callback]
    first = [name for name in _FIRST if name in known]
    parts = [
        "# 命令 Commands",
        "",
        "由 `scripts/make_docs.py` 生成。 Made by `scripts/make_docs.py`.",
        "",
    ]
    for name in [*first, *(name for name in known if name not in first)]:
        shown = runner.invoke(app, [name, "--help"], prog_name="dutygraph").output.rstrip()
        body = "\n".join(line.rstrip() for line in shown.splitlines()).strip("\n")
        parts += [f"## {name}", "", "```text", body, "```", ""]
    return "\n".join(parts).rstrip() + "\n"


PAGES: dict[str, Callable[[], str]] = {
    **pages(),
    "checks.md": checks_page,
    "shapes.md": shapes_page,
    "questions.md": questions_page,
    "measures.md": measures_page,
    "cli.md": cli_page,
    "../ontology/README.md": readme_page,
}


def main() -> None:
    """Write the pages; with --check only say which are stale, and fail if any is."""
    stale = []
    for name, make in PAGES.items():
        path, text = DOCS / name, make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(stale)}; run scripts/make_docs.py")


if __name__ == "__main__":
    main()
