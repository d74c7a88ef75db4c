/** How does each chain stand: five links and the return, a row a holder? */

import type { Context } from "../context";
import { clear, el, svg } from "../element";
import { mark } from "../graph/card";
import { isNear } from "../graph/shown";
import { type ChainLink, type Holder, LINKS, type Loop, type Row } from "../model";
import { badge, chip, gradeMark, suggestion } from "./pieces";

const PAGE = 200;

/** The verdict as a sentence. */
export const VERDICTS = {
  closed: "chainClosed",
  "closed-implied": "chainClosedImplied",
  open: "chainOpen",
} as const;

type Judged = Holder & { row: Row };

export class VerdictView {
  readonly node = el("section", { class: "view verdict", id: "view-verdict" });
  private most = PAGE;

  constructor(private readonly context: Context) {}

  render(): void {
    const { say } = this.context;
    clear(
      this.node,
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": say("verdict") },
        this.summary(),
        this.loops(),
        this.nearest(),
        this.table(),
        this.readings(),
      ),
    );
  }

  /** All of it, where nobody can ask for more. */
  renderWhole(): void {
    this.most = Number.POSITIVE_INFINITY;
    this.render();
  }

  private summary(): HTMLElement {
    const { say, pick, model, code } = this.context;
    const { summary, verdict, title, evidence } = model.data;
    return el(
      "header",
      { class: "lead" },
      el("p", { class: "kicker" }, pick(title)),
      el("h2", { class: `lead-${verdict}` }, say(VERDICTS[verdict])),
      el(
        "p",
        {},
        say(
          "summaryLine",
          summary.closed ?? 0,
          summary.closed_implied ?? 0,
          summary.open ?? 0,
          summary.out_of_scope ?? 0,
        ),
        ` · ${say("implicitEvidence", code(evidence))}`,
      ),
    );
  }

  private loops(): HTMLElement {
    const { say, model } = this.context;
    return el(
      "section",
      { class: "block" },
      el("h3", {}, say("loops"), el("span", { class: "count" }, model.data.loops.length)),
      ...(model.data.loops.length
        ? model.data.loops.map((l) => this.loop(l))
        : [el("p", {}, say("noLoops"))]),
    );
  }

  private loop(one: Loop): HTMLElement {
    const { say, name, store } = this.context;
    const walk = () =>
      store.set({
        walk: one.id,
        step: 0,
        sel: "",
        link: "",
        view: "graph",
        show: "whole",
        open: [],
      });
    return el(
      "div",
      { class: "loop" },
      el("span", { class: "loop-names" }, `${name(one.principal)} ⇄ ${name(one.holder)}`),
      gradeMark(this.context, one.grade),
      one.boundary ? el("span", { class: "aside" }, say("atBoundary")) : null,
      el(
        "button",
        { class: "quiet", type: "button", "data-walk": one.id, click: walk },
        say("walk"),
      ),
    );
  }

  private nearest(): HTMLElement | null {
    const { say, name, model } = this.context;
    const near = model.rows.filter((h) => h.row.inScope && isNear(model.gapsOf.get(h.id)));
    if (!near.length) return null;
    return el(
      "section",
      { class: "block" },
      el("h3", {}, say("nearest"), el("span", { class: "count" }, near.length)),
      ...near.flatMap((holder) =>
        (model.gapsOf.get(holder.id) ?? []).map((gap) =>
          el(
            "div",
            { class: "near" },
            chip(this.context, `holder:${holder.id}`, name(holder.id)),
            suggestion(this.context, gap),
          ),
        ),
      ),
    );
  }

  private table(): HTMLElement {
    const { say, model, code } = this.context;
    const rows = model.rows;
    const more = () => {
      this.most += PAGE;
      this.render();
    };
    return el(
      "section",
      { class: "block" },
      el("h3", {}, say("chain"), el("span", { class: "count" }, rows.length)),
      el(
        "div",
        { class: "matrix-place" },
        el(
          "table",
          { class: "matrix" },
          el(
            "thead",
            {},
            el(
              "tr",
              {},
              ...[say("level"), say("holder"), ...LINKS.map(code), say("outcome")].map((name) =>
                el("th", { scope: "col" }, name),
              ),
            ),
          ),
          el("tbody", {}, ...rows.slice(0, this.most).map((h, at) => this.row(h, rows[at - 1]))),
        ),
      ),
      rows.length > this.most
        ? el(
            "button",
            { class: "quiet", type: "button", click: more },
            say("more", Math.min(PAGE, rows.length - this.most)),
          )
        : null,
    );
  }

  private row(holder: Judged, before: Judged | undefined): HTMLElement {
    const { levelName, pick, store, say } = this.context;
    const first = !before || before.level !== holder.level;
    const chosen = store.now.sel === `holder:${holder.id}`;
    return el(
      "tr",
      {
        class: `${first ? "is-first" : ""}${chosen ? " is-chosen" : ""}${holder.row.inScope ? "" : " is-outside"}`,
        "data-holder": holder.id,
      },
      el("td", { class: "matrix-level" }, first ? levelName(holder.level) : ""),
      el(
        "th",
        { scope: "row" },
        el(
          "button",
          { class: "plain", type: "button", click: () => store.select(`holder:${holder.id}`) },
          pick(holder.label),
        ),
      ),
      ...LINKS.map((kind) =>
        this.cell(
          holder,
          holder.row.links.find((l) => l.kind === kind),
        ),
      ),
      el(
        "td",
        { class: "matrix-outcome" },
        badge(this.context, holder.row.outcome),
        holder.row.inScope ? null : el("span", { class: "aside" }, say("outOfScope")),
      ),
    );
  }

  private cell(holder: Judged, link: ChainLink | undefined): HTMLElement {
    const { store, code, pick, model } = this.context;
    if (!link) return el("td");
    const rules = [...new Set(model.hops(link).flatMap((hop) => hop.rules ?? []))].join("+");
    const name = `${pick(holder.label)} ${code(link.kind)} ${code(link.grade)} ${rules}`;
    const chosen = store.now.sel === `holder:${holder.id}` && store.now.link === link.kind;
    return el(
      "td",
      {},
      el(
        "button",
        {
          class: `cell is-${link.grade}${chosen ? " is-chosen" : ""}`,
          type: "button",
          "aria-label": name,
          title: name,
          click: () => store.set({ sel: `holder:${holder.id}`, link: link.kind, walk: "" }),
        },
        svg(
          "svg",
          { width: 14, height: 14, viewBox: "0 0 12 12", "aria-hidden": "true" },
          mark(link.grade, 6, 6, 4.5),
        ),
        rules
          ? el("span", { class: "cell-rule" }, rules)
          : link.contested
            ? el("span", { class: "cell-rule" }, "?")
            : null,
      ),
    );
  }

  private readings(): HTMLElement | null {
    const { say, pick, model } = this.context;
    if (!model.data.readings.length) return null;
    return el(
      "section",
      { class: "block" },
      el("h3", {}, say("readings")),
      ...model.data.readings.map((r) =>
        el(
          "p",
          { class: "reading" },
          chip(this.context, `norm:${r.norm}`, r.norm),
          " ",
          pick(r.note),
          " ",
          el("strong", {}, say(r.changes ? "changes" : "noChange")),
        ),
      ),
    );
  }
}
