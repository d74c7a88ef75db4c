"""What can a system be exported as, and how is that named?"""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Final

from dutygraph.errors import UsageError
from dutygraph.out.export.rdf import FORMATS as RDF

NETS: Final = ("gexf", "graphml", "dot", "mermaid", "csv", "nodes", "edges")
# The ways in which the tracking list is written, by the ending of the file.
SHEETS: Final = ("xlsx", "docx", "csv", "tsv", "md", "html", "json")
KINDS: Final = (*RDF, *NETS, "tracking", "ics", "dcat")
DEFAULT: Final = "trig"
_ENDINGS: Final = {
    **{name: name for name in (*RDF, "gexf", "graphml", "dot", "ics")},
    "owl": "rdf",
    "rdfxml": "rdf",
    "xml": "rdf",
    "gv": "dot",
    "mmd": "mermaid",
    "mermaid": "mermaid",
    **dict.fromkeys(("xlsx", "docx", "html", "htm", "md", "markdown", "json"), "tracking"),
}


def choose_kind(name: str | None, output: Path | None) -> str:
    """Take the kind that is named, else the one of the output's ending, else TriG.

    Raises: UsageError for one that is not known, with the nearest; for an ending that does not
        tell, and for `csv`, which is two files, without a folder.
    """
    if name is not None and name not in KINDS:
        close = difflib.get_close_matches(name, KINDS, n=1)
        hint = f"did you mean {close[0]}? " if close else ""
        raise UsageError("unknown format", place=name, cure=f"{hint}known: {', '.join(KINDS)}")
    kind = name or _by_ending(output)
    if kind == "csv" and (output is None or output.suffix not in {"", ".zip"}):
        raise UsageError(
            "is two files, nodes.csv and edges.csv",
            place="--format csv",
            cure="name a folder with -o, or choose nodes, edges or tracking",
        )
    return kind


def sheet_kind(output: Path | None) -> str:
    """Tell from the ending how to write the tracking list; without one, as Markdown.

    Raises: UsageError that lists the known endings.
    """
    ending = output.suffix.lower().lstrip(".") if output and str(output) != "-" else "md"
    kind = {"htm": "html", "markdown": "md"}.get(ending, ending)
    if kind not in SHEETS:
        endings = " ".join(f".{one}" for one in SHEETS)
        raise UsageError(
            "does not say how to write the list", place=str(output), cure=f"end it in {endings}"
        )
    return kind


def _by_ending(output: Path | None) -> str:
    if output is None or str(output) == "-":
        return DEFAULT
    ending = output.suffix.lower().lstrip(".")
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    cure = f"add --format: {', '.join(KINDS)}"
    raise UsageError("its ending does not tell the format", place=str(output), cure=cure)
