"""How does the model become one file that opens from disk and asks nothing of the network?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from dutygraph.audit.report import Report
from dutygraph.out.page.model import model_json

BUILT: Final = Path(__file__).parent / "built" / "index.html"
_PLACE: Final = '"__MODEL__"'
_LANG: Final = '<html lang="zh-Hans">'


def page(found: Report, lang: str) -> str:
    """Write the page of a system; the reader may change the language there.

    The page names by hash the only script and style that may run, so nothing in the data can.
    """
    shell = BUILT.read_text(encoding="utf-8")
    if lang == "en":
        shell = shell.replace(_LANG, '<html lang="en">', 1)
    before, _, after = shell.partition(_PLACE)
    return before + model_json(found) + after
