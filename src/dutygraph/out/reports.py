"""In which formats is a report written?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from dutygraph.audit.report import Report
from dutygraph.out.lists.gaps import gaps, headline, loops, summary, verdicts
from dutygraph.out.lists.markdown import markdown
from dutygraph.out.pipeline.annotations import workflow_commands
from dutygraph.out.pipeline.sarif import sarif
from dutygraph.out.screen import verdict

_WRITERS: Final[dict[str, Callable[[Report, str], str]]] = {
    "md": markdown,
    "sarif": sarif,
    "github": workflow_commands,
}


def written(found: Report, kind: str, lang: str) -> str | bytes:
    """Write a report in one of `formats.REPORTS`; xlsx and docx give bytes."""
    if kind == "xlsx":
        from dutygraph.out.lists.workbook import workbook  # noqa: PLC0415 -- only where it is wanted

        return workbook((gaps(found), summary(found), verdicts(found), loops(found)), lang)
    if kind == "docx":
        return _document(found, lang)
    if kind == "html":
        from dutygraph.out.lists.html import report_page  # noqa: PLC0415

        return report_page(found, lang)
    write = _WRITERS.get(kind)
    return write(found, lang) if write else verdict.show(found, kind, lang)


def _document(found: Report, lang: str) -> bytes:
    from dutygraph.out.lists.document import document  # noqa: PLC0415

    listed = gaps(found)
    return document(
        listed.title, found.title, headline(found), (listed, verdicts(found), loops(found)), lang
    )
