"""How is the agreement of two codings shown?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from dutygraph.audit.agreement import CATEGORIES, Agreement, Disagreement
from dutygraph.audit.coding import KINDS
from dutygraph.audit.kappa import Kappa, Overlap
from dutygraph.findings import Words
from dutygraph.out.tables import render, to_json

_WORDS: Final[Mapping[str, Words]] = {
    "title": Words("编码一致性", "Agreement of two codings"),
    "differ": Words("分歧", "Disagreements"),
    "none": Words("没有分歧。", "No disagreement."),
    "bare": Words(
        "未引原话、未参与比较的规范：{ids}", "Norms that quote no words, not compared: {ids}"
    ),
    "measure": Words("项目", "measure"),
    "aspect": Words("方面", "aspect"),
    "article": Words("条", "article"),
    "words": Words("原话", "words"),
    "both": Words("相同", "alike"),
    "ratio": Words("比例", "ratio"),
    "kappa": Words("κ", "kappa"),
    "norm": Words("规范", "norm"),
    "span": Words("原话范围", "span"),
    "holder": Words("主体", "holder"),
    "force": Words("效力", "force"),
    "function": Words("职能", "function"),
    "recipients": Words("报告对象", "recipients"),
    "link": Words("责任线", "link"),
    "entrust": Words("委托", "entrust"),
    "report": Words("报告", "report"),
    "oversight": Words("监督", "oversight"),
    "consequence": Words("奖惩", "consequence"),
    "all": Words("全部", "all"),
    "undefined": Words("无定义", "not defined"),
    "unstated": Words("未写明", "not stated"),
    "absent": Words("无此项", "absent"),
    "legend": Words(
        "规范按原话一一配对（IoU ≥ {least}），主体按中文名称对照；J 为 Jaccard 系数。"
        "主体、效力、职能、报告对象只在配对的规范上比较；κ 为 Cohen’s kappa，"
        "双方始终只用同一类别时无定义。",
        "Norms are paired one to one by their words (IoU ≥ {least}), holders by their Chinese "
        "labels; J is Jaccard’s index. Holder, force, function and recipients are compared on "
        "the pairs alone; kappa is Cohen’s, and not defined where both coders used one and the "
        "same category throughout.",
    ),
}
FORMATS: Final = ("table", "md", "json", "csv", "tsv")
_KEYS: Final = ("aspect", "article", "words", "norm_a", "norm_b", "a", "b")


def show(found: Agreement, kind: str, lang: str) -> str:
    """Write an agreement: measures and disagreements, in csv and tsv the latter alone."""
    if kind == "json":
        return to_json(_plain(found))
    if kind in {"csv", "tsv"}:
        rows = [_machine_row(d) for d in found.disagreements]
        return render(_KEYS, [list(row.values()) for row in rows], kind)
    return _page(found, kind, lang)


def _word(key: str, lang: str) -> str:
    return _WORDS[key].in_language(lang)


def _page(found: Agreement, kind: str, lang: str) -> str:
    heading = {1: "# ", 2: "## "} if kind == "md" else {1: "", 2: ""}
    title = f"{_word('title', lang)}：" if lang == "zh" else f"{_word('title', lang)}: "
    lines = [
        f"{heading[1]}{title}A = {found.a.name}, B = {found.b.name}",
        "",
        render(_measure_head(lang), _measures(found, lang), kind).rstrip("\n"),
        "",
        _word("legend", lang).format(least=f"{float(found.least):g}"),
    ]
    bare = [f"{side} {i}" for side, c in (("A", found.a), ("B", found.b)) for i in c.bare]
    if bare:
        lines.append(_word("bare", lang).format(ids=", ".join(bare)))
    lines += ["", f"{heading[2]}{_word('differ', lang)} ({len(found.disagreements)})", ""]
    if not found.disagreements:
        return "\n".join([*lines, _word("none", lang)]) + "\n"
    head = [_word(key, lang) for key in ("aspect", "article", "words")]
    rows = [_row(d, found, lang) for d in found.disagreements]
    return "\n".join([*lines, render((*head, "A", "B"), rows, kind)])


def _measure_head(lang: str) -> tuple[str, ...]:
    shared, ratio, kappa = (_word(key, lang) for key in ("both", "ratio", "kappa"))
    only = ("仅 A", "仅 B") if lang == "zh" else ("only A", "only B")
    return (_word("measure", lang), "n", shared, *only, ratio, "F1", kappa)


def _measures(found: Agreement, lang: str) -> list[tuple[object, ...]]:
    spans = found.spans
    iou = f"IoU {_number(spans.mean, lang)}"
    links = [(f"{_word('link', lang)} {_word(k, lang)}", found.links[k]) for k in (*KINDS, "all")]
    return [
        _overlap_row(_word("span", lang), spans.overlap, iou, lang),
        *(_kappa_row(_word(name, lang), found.categories[name], lang) for name in CATEGORIES),
        _overlap_row(_word("recipients", lang), found.recipients, "", lang),
        *(_overlap_row(name, shared, "", lang) for name, shared in links),
    ]


def _overlap_row(name: str, o: Overlap, ratio: str, lang: str) -> tuple[object, ...]:
    whole = o.both + o.only_a + o.only_b
    shown = ratio or f"J {_number(o.jaccard, lang)}"
    return (name, whole, o.both, o.only_a, o.only_b, shown, _number(o.f1, lang), "")


def _kappa_row(name: str, k: Kappa, lang: str) -> tuple[object, ...]:
    return (name, k.n, k.agreed, "", "", _number(k.observed, lang), "", _number(k.kappa, lang))


def _number(value: float | None, lang: str) -> str:
    return _word("undefined", lang) if value is None else f"{value:.3f}"


def _row(d: Disagreement, found: Agreement, lang: str) -> tuple[str, ...]:
    sides = (_side(d.norm_a, d.a, d, found, lang), _side(d.norm_b, d.b, d, found, lang))
    return (_word(d.aspect, lang), d.article, d.words, *sides)


def _side(
    norm: str, value: tuple[str, ...] | None, d: Disagreement, found: Agreement, lang: str
) -> str:
    if value is None:
        return _word("absent", lang)
    if d.aspect == "link":
        kind, source, target = value
        stop = ": " if lang == "en" else "："
        return f"{_word(kind, lang)}{stop}{source} → {target}"
    shown = [_term(v, d.aspect, found, lang) for v in value]
    return f"{norm} {'；'.join(shown) or _word('unstated', lang)}"


def _term(value: str, aspect: str, found: Agreement, lang: str) -> str:
    key = f"{aspect}:{value}"
    label = found.a.terms.get(key) or found.b.terms.get(key)
    return label.in_language(lang) if label else value


def _plain(found: Agreement) -> dict[str, object]:
    spans = found.spans
    return {
        "a": found.a.name,
        "b": found.b.name,
        "iou": float(found.least),
        "spans": {**_overlap(spans.overlap), "exact": spans.exact, "mean_iou": spans.mean},
        **{name: _kappa(found.categories[name]) for name in CATEGORIES},
        "recipients": _overlap(found.recipients),
        "links": {kind: _overlap(found.links[kind]) for kind in (*KINDS, "all")},
        "not_compared": {"a": list(found.a.bare), "b": list(found.b.bare)},
        "disagreements": [_machine_row(d) for d in found.disagreements],
    }


def _kappa(k: Kappa) -> dict[str, object]:
    return {"n": k.n, "agreed": k.agreed, "agreement": k.observed, "kappa": k.kappa}


def _overlap(o: Overlap) -> dict[str, object]:
    names: Sequence[str] = ("both", "only_a", "only_b", "precision", "recall", "f1", "jaccard")
    return {name: getattr(o, name) for name in names}


def _machine_row(d: Disagreement) -> dict[str, object]:
    """Give a disagreement with codes by name; null where the coding lacks the norm or link."""
    values = {key: getattr(d, key) for key in _KEYS}
    return {key: list(v) if isinstance(v, tuple) else v for key, v in values.items()}
