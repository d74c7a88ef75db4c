"""How does a report become a picture in the format that is asked for?"""

from __future__ import annotations

from collections.abc import Iterable

from dutygraph.audit.holders import find_holder
from dutygraph.audit.report import Report
from dutygraph.out.page.ids import Ids
from dutygraph.out.page.model import page_model
from dutygraph.out.picture.scene import of_lines, scene
from dutygraph.out.picture.svg import svg
from dutygraph.text.visible import visible


def draw_lines(found: Report, lines: Iterable[tuple[str, str, str]], lang: str) -> str:
    """Draw some lines of a system, each by its kind and the IRIs of its ends, as SVG.

    Raises: UsageError where none of them can be drawn, or for too many holders.
    """
    ids, model = Ids(found), page_model(found)
    wanted = ((kind, ids.of(source), ids.of(target)) for kind, source, target in lines)
    return visible(svg(model, of_lines(model, wanted), lang))


def drawing(found: Report, what: str, holder: str | None, kind: str, lang: str) -> str | bytes:
    """Draw a system, or a part of it, as `svg` or `png`.

    Raises: UsageError for a picture or holder that is not known; SourceError for a PNG that no
        font here can write.
    """
    about = Ids(found).of(find_holder(found.case, holder).iri) if holder else None
    model = page_model(found)
    picture = visible(svg(model, scene(model, what, about), lang))
    if kind == "svg":
        return picture
    from dutygraph.out.picture.png import png  # noqa: PLC0415 -- only where it is wanted

    return png(picture)
