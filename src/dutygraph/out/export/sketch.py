"""How is the net written in the languages of drawing: DOT and Mermaid?

Levels are groups, from the top down. A line bears its kind and the norms under it; nodes go
by number, so no label can reach the language.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TypeAlias

import networkx as nx

from dutygraph.findings import Words
from dutygraph.text.visible import one_line

Net: TypeAlias = "nx.MultiDiGraph[str]"

_SHAPES: Final = {"joint": "box3d", "group": "folder", "post": "oval", "alternative": "diamond"}
_BRACKETS: Final = {
    "joint": ("[[", "]]"),
    "post": ("([", "])"),
    "alternative": ("{{", "}}"),
}
_STYLES: Final = {"implied": "dashed", "contested": "dotted"}
# What the text says, what a rule reads, what can be read in two ways.
_ARROWS: Final = {"explicit": "-->", "implied": "-.->", "contested": "-.-x"}
_UNRANKED: Final = 99
_NO_LEVEL: Final = Words("未写明层级", "level not stated")


def dot(net: Net, lang: str, title: str) -> str:
    """Write DOT, for Graphviz: a cluster a level, implied lines dashed, contested dotted.

    Source: https://graphviz.org/doc/info/lang.html.
    """
    numbers = {node: f"n{n}" for n, node in enumerate(net, start=1)}
    lines = [
        "digraph dutygraph {",
        f"  graph [label={_quoted(title)}, labelloc=t, rankdir=TB, newrank=true];",
        '  node [shape=box, fontname="Noto Sans CJK SC"];',
        '  edge [fontname="Noto Sans CJK SC", fontsize=10];',
    ]
    for rank, name, nodes in _levels(net, lang):
        lines += [f"  subgraph cluster_{rank} {{", f"    label={_quoted(name)};"]
        for node in nodes:
            shape = _SHAPES.get(net.nodes[node]["kind"], "box")
            label = _quoted(_label(net.nodes[node], lang))
            lines.append(f"    {numbers[node]} [label={label}, shape={shape}];")
        lines.append("  }")
    for source, target, said in net.edges(data=True):
        style = _STYLES.get(said["grade"], "solid")
        label = _quoted(_line(said, lang))
        ends = f"{numbers[source]} -> {numbers[target]}"
        lines.append(f"  {ends} [label={label}, style={style}];")
    return "\n".join([*lines, "}"]) + "\n"


def mermaid(net: Net, lang: str, title: str) -> str:
    """Write a Mermaid flowchart, as a page of Markdown can show it.

    Source: https://mermaid.js.org/syntax/flowchart.html.
    """
    numbers = {node: f"n{n}" for n, node in enumerate(net, start=1)}
    lines = ["---", f"title: {json.dumps(title, ensure_ascii=False)}", "---", "flowchart TB"]
    for rank, name, nodes in _levels(net, lang):
        lines.append(f"  subgraph level{rank} [{_escaped(name)}]")
        for node in nodes:
            left, right = _BRACKETS.get(net.nodes[node]["kind"], ("[", "]"))
            label = _escaped(_label(net.nodes[node], lang))
            lines.append(f"    {numbers[node]}{left}{label}{right}")
        lines.append("  end")
    for source, target, said in net.edges(data=True):
        arrow = _ARROWS.get(said["grade"], "-->")
        label = _escaped(_line(said, lang))
        lines.append(f"  {numbers[source]} {arrow}|{label}| {numbers[target]}")
    return "\n".join(lines) + "\n"


def _levels(net: Net, lang: str) -> Iterator[tuple[int, str, list[str]]]:
    found: dict[int, list[str]] = defaultdict(list)
    names: dict[int, str] = {}
    key = "level_name_en" if lang == "en" else "level_name"
    for node, said in net.nodes(data=True):
        rank = said.get("level", _UNRANKED)
        found[rank].append(node)
        if key in said:
            names.setdefault(rank, said[key])
    for rank in sorted(found):
        yield rank, names.get(rank, _NO_LEVEL.in_language(lang)), found[rank]


def _label(said: dict[str, str], lang: str) -> str:
    return said["label_en" if lang == "en" else "label"]


def _line(said: dict[str, str], lang: str) -> str:
    return f"{_label(said, lang)} {said.get('norms', '')}".strip()


def _quoted(words: str) -> str:
    """Write a double-quoted string of DOT, in which a backslash would begin an escape."""
    plain = one_line(words).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _escaped(words: str) -> str:
    """Write a string of Mermaid, in which signs of its own or of HTML stand by their number."""
    plain = "".join(f"#{ord(c)};" if c in '"#;&<>`\\[]{}|' else c for c in one_line(words))
    return f'"{plain}"'
