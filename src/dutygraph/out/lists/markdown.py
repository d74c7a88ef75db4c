"""How does a report read in Markdown?"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from dutygraph.audit.report import Report
from dutygraph.out.lists.gaps import gaps, loops, summary, verdicts
from dutygraph.out.lists.listing import Listing
from dutygraph.out.proposals import nearest, reading_lines
from dutygraph.out.tables import plain_markdown, render


def markdown(found: Report, lang: str) -> str:
    """Write a heading, then the summary, loops, rows and findings as tables."""
    title = plain_markdown(found.title.in_language(lang))
    parts = [f"# {title}  {plain_markdown(found.case.system.name)}\n"]
    parts += [_table(summary(found), lang), _table(loops(found), lang)]
    parts += _lines(nearest(found, lang))
    parts.append(_table(verdicts(found), lang))
    parts += _lines(reading_lines(found, lang))
    parts.append(_table(gaps(found), lang))
    return "\n".join(parts)


def _table(listing: Listing, lang: str) -> str:
    title = listing.title
    head = title.en if lang == "en" else f"{title.zh} {title.en}"
    if not listing.rows:
        none = {"zh": "没有。", "en": "None."}[lang]
        return f"## {head}\n\n{none}\n"
    return f"## {head}\n\n{render(listing.heads(lang), listing.cells(lang), 'md')}"


def _lines(lines: Sequence[Text]) -> list[str]:
    """Turn a headed run of screen lines into a heading and a list."""
    if not lines:
        return []
    head, *rest = (plain_markdown(str(line)) for line in lines)
    items = [f"{line[2:].removesuffix(line.lstrip())}- {line.strip()}\n" for line in rest]
    return [f"## {head}\n\n{''.join(items)}"]
