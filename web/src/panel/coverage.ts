/** Which words of the text does no norm cover? */

import type { Context } from "../context";
import { clear, el } from "../element";
import type { Provision, Span } from "../model";

export class CoverageView {
  readonly node = el("section", { class: "view coverage", id: "view-coverage" });

  constructor(private readonly context: Context) {}

  render(): void {
    const { say, model } = this.context;
    const articles = model.data.provisions.filter((p) => p.kind === "article");
    const total = { all: 0, purposes: 0, uncovered: 0 };
    for (const one of articles) {
      total.all += one.end - one.start;
      total.purposes += size(one.purposes);
      total.uncovered += size(one.uncovered);
    }
    clear(
      this.node,
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": say("coverage") },
        el(
          "header",
          { class: "lead" },
          el("h2", {}, say("coverage")),
          el(
            "p",
            {},
            model.points.length
              ? say("coverageLead", total.all, total.purposes, total.uncovered)
              : say("noText"),
          ),
          el(
            "p",
            { class: "row coverage-key" },
            ...(["covered", "purposes", "uncovered"] as const).flatMap((kind) => [
              el("span", { class: `swatch bar-${kind}`, "aria-hidden": "true" }),
              el("span", {}, say(kind)),
            ]),
          ),
        ),
        ...articles.map((one) => this.article(one)),
      ),
    );
  }

  private article(one: Provision): HTMLElement {
    const { pick, store, say } = this.context;
    const all = Math.max(1, one.end - one.start);
    const spans: [string, Span][] = [
      ...(one.purposes ?? []).map((s): [string, Span] => ["purposes", s]),
      ...(one.uncovered ?? []).map((s): [string, Span] => ["uncovered", s]),
    ];
    const bars = spans.map(([kind, [start, end]]) => {
      const part = el("span", { class: `bar-part bar-${kind}` });
      part.style.left = `${((start - one.start) / all) * 100}%`;
      part.style.width = `${Math.max(1, ((end - start) / all) * 100)}%`;
      return part;
    });
    const words = (one.uncovered ?? []).map(([start, end]) =>
      el(
        "button",
        { class: "quote", type: "button", click: () => store.select(`words:${start}-${end}`) },
        el("q", { lang: "zh-Hans" }, this.context.model.words([start, end])),
      ),
    );
    return el(
      "div",
      { class: "coverage-row" },
      el(
        "button",
        { class: "plain", type: "button", click: () => store.select(`article:${one.id}`) },
        pick(one.label),
      ),
      el(
        "div",
        {
          class: "bar",
          role: "img",
          "aria-label": `${say("purposes")} ${size(one.purposes)}，${say("uncovered")} ${size(one.uncovered)}，${all}`,
        },
        ...bars,
      ),
      ...words,
    );
  }
}

function size(spans: Span[] | undefined): number {
  return (spans ?? []).reduce((sum, [start, end]) => sum + end - start, 0);
}
