/** What do the lines mean, and which of them are shown? */

import type { Context } from "../context";
import { el, svg } from "../element";
import { KINDS, type Kind, type Line } from "../model";
import type { Word } from "../words";
import { mark } from "./card";
import { isNear } from "./shown";

export function legend(context: Context): HTMLElement {
  const { say, model, store } = context;
  const near = model.data.gaps.filter((g) => isNear(model.gapsOf.get(g.holder))).length;
  const count = (test: (line: Line) => boolean) => model.data.lines.filter(test).length;
  const known = (kind: string): kind is Kind => (KINDS as readonly string[]).includes(kind);
  const grades: [Word, number, Word?][] = [
    ["explicit", count((l) => known(l.kind) && l.grade === "explicit")],
    ["implied", count((l) => known(l.kind) && l.grade === "implied" && !l.general)],
    ["contested", count((l) => known(l.kind) && l.grade === "contested")],
    ["missing", near, "missingHint"],
    ["general", count((l) => !!l.general && l.grade !== "contested"), "generalHint"],
    ["others", model.data.gaps.length - near, "othersHint"],
  ];
  const toggle = (fold: Word, sample: SVGElement, number?: number, hint?: Word) =>
    el(
      "button",
      {
        class: "legend-item",
        type: "button",
        "data-fold": fold,
        "aria-pressed": String(!store.now.hide.includes(fold)),
        title: hint ? say(hint) : null,
        click: () => store.toggle(fold),
      },
      sample,
      el("span", {}, say(fold)),
      number === undefined ? null : el("span", { class: "count" }, number),
    );
  const open = matchMedia("(min-width: 900px)").matches || document.querySelector(".legend[open]");
  return el(
    "details",
    { class: "legend", open: !!open },
    el("summary", {}, say("legend")),
    el(
      "div",
      { class: "legend-rows" },
      el(
        "div",
        { class: "legend-row", role: "group", "aria-label": say("lines") },
        ...KINDS.map((kind) => toggle(kind, kindSample(kind))),
      ),
      el(
        "p",
        { class: "legend-row legend-marks" },
        el("span", { class: "legend-lead" }, say("chain")),
        ...(["explicit", "implied", "missing"] as const).flatMap((grade) => [
          svg("svg", { width: 12, height: 12, "aria-hidden": "true" }, mark(grade, 6, 6, 4.5)),
          el("span", {}, say(grade)),
        ]),
      ),
      el(
        "div",
        { class: "legend-row", role: "group", "aria-label": say("evidence") },
        ...grades
          .filter(([, number]) => number > 0)
          .map(([grade, number, hint]) => toggle(grade, gradeSample(grade), number, hint)),
      ),
    ),
  );
}

function kindSample(kind: Kind): SVGSVGElement {
  return svg(
    "svg",
    {
      class: `sample line line-${kind} grade-explicit`,
      width: 30,
      height: 10,
      "aria-hidden": "true",
    },
    svg("path", { class: "line-ink", d: "M1 5H25", "marker-end": `url(#tip-${kind})` }),
  );
}

function gradeSample(grade: Word): SVGSVGElement {
  const name = grade === "others" ? "missing" : grade === "general" ? "implied" : grade;
  return svg(
    "svg",
    { class: `sample line grade-${name}`, width: 26, height: 10, "aria-hidden": "true" },
    svg("path", { class: "line-ink", d: "M1 5H25" }),
  );
}
