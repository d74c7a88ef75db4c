/** What is said of the one thing that is selected? */

import type { Context } from "../context";
import { clear, el } from "../element";
import { saying, span, split, stepsOf } from "../focus";
import { findingItem } from "./findings";
import { holderPage } from "./holder";
import {
  badge,
  field,
  gradeMark,
  holderChip,
  holderChips,
  lineItem,
  list,
  normChip,
  quote,
  suggestion,
} from "./pieces";
import { VERDICTS } from "./verdict";
import { walkPage } from "./walk";

interface Page {
  kicker: string;
  title: string;
  body: (Node | null)[];
}

export class Card {
  readonly node = el("section", { class: "details", "aria-live": "polite" });
  private drawn = "";

  constructor(private readonly context: Context) {}

  render(): void {
    const { say, store } = this.context;
    const { sel, link, walk, step, lang } = store.now;
    const key = [sel, link, walk, step, lang].join("\n");
    if (key === this.drawn) return;
    this.drawn = key;
    const page = pageOf(this.context);
    this.node.classList.toggle("is-empty", !page);
    if (!page) {
      clear(this.node, ...welcome(this.context));
      return;
    }
    clear(
      this.node,
      el(
        "header",
        { class: "details-head" },
        el("div", {}, el("p", { class: "kicker" }, page.kicker), el("h2", {}, page.title)),
        el(
          "button",
          {
            class: "icon",
            type: "button",
            "aria-label": say("close"),
            title: say("close"),
            click: () => store.select(""),
          },
          "×",
        ),
      ),
      el("div", { class: "details-body" }, ...page.body),
    );
    this.node.scrollTop = 0;
  }
}

/** What stands there before anything is selected: the verdict, and what to do next. */
function welcome({ say, model }: Context): HTMLElement[] {
  const { summary, verdict } = model.data;
  return [
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
    ),
    el("p", { class: "hint" }, say("emptyHint")),
  ];
}

function pageOf(context: Context): Page | undefined {
  const { store } = context;
  if (store.now.walk && stepsOf(context.model, store.now.walk).length) return walkPage(context);
  const [kind, id] = split(store.now.sel);
  const make = { holder: holderPage, norm, line, gap, finding, words, article }[kind];
  return make?.(context, id);
}

function norm(context: Context, id: string): Page | undefined {
  const { say, model, coded, ruleNames, articleName, pick } = context;
  const one = model.norms.get(id);
  if (!one) return undefined;
  const recipients = (one.recipients ?? []).flatMap((option, at) => [
    ...(at ? [el("span", { class: "or" }, "/")] : []),
    ...holderChips(context, option),
  ]);
  const lines = (model.linesOn.get(id) ?? []).filter((l) => !l.general);
  const facts = [
    field(say("holders"), ...holderChips(context, one.holders)),
    field(say("force"), coded("force", one.force)),
    field(
      say("function"),
      ...(one.functions?.length ? [one.functions.map((f) => coded("function", f)).join("、")] : []),
    ),
    field(say("counterparts"), ...holderChips(context, one.counterparts)),
    field(say("recipients"), ...recipients),
    field(say("frequency"), ...(one.frequency ? [one.frequency] : [])),
    field(say("imposers"), ...holderChips(context, one.imposers)),
    field(
      say("silent"),
      ...(one.silent?.length ? [one.silent.map((s) => coded("aspect", s)).join("、")] : []),
    ),
    field(say("rules"), ...(one.rules?.length ? [ruleNames(one.rules)] : [])),
  ];
  const reading = model.data.readings.find((r) => r.norm === id);
  const found = model.data.findings.filter((f) => f.norm === id);
  return {
    kicker: `${say("norm")} ${one.id}`,
    title: articleName(one.article) || one.id,
    body: [
      el("blockquote", { class: "words", lang: "zh-Hans" }, one.words),
      el("dl", {}, ...facts),
      reading
        ? el("p", { class: "reading" }, el("strong", {}, say("readings")), " ", pick(reading.note))
        : null,
      lines.length
        ? list(
            say("linesOn"),
            lines.map((l) => lineItem(context, l.id)),
          )
        : null,
      found.length
        ? list(
            say("findings"),
            found.map((f) => findingItem(context, f)),
          )
        : null,
    ],
  };
}

function line(context: Context, id: string): Page | undefined {
  const { say, model, code, name, ruleNames } = context;
  const one = model.lines.get(id);
  if (!one) return undefined;
  const norms = (one.norms ?? []).flatMap((n) => model.norms.get(n) ?? []);
  return {
    kicker: `${say("line")} · ${code(one.kind)}`,
    title: `${name(one.from)} → ${name(one.to)}`,
    body: [
      el(
        "p",
        { class: "row" },
        gradeMark(context, one.grade),
        one.rules?.length ? ruleNames(one.rules) : "",
      ),
      el("p", { class: "row" }, holderChip(context, one.from), "→", holderChip(context, one.to)),
      ...norms.map((n) => quote(context, n)),
    ],
  };
}

function gap(context: Context, id: string): Page | undefined {
  const { say, model, code, name } = context;
  const one = model.gaps.get(id);
  if (!one) return undefined;
  return {
    kicker: `${say("gap")} · ${code(one.kind)}`,
    title: `${name(one.from)} → ${name(one.to)}`,
    body: [
      el(
        "p",
        { class: "row" },
        badge(context, "missing"),
        `${say("closes")}：${one.closes.map(code).join("、")}`,
      ),
      suggestion(context, one),
      el(
        "p",
        { class: "row" },
        holderChip(context, one.holder),
        one.amends ? normChip(context, one.amends) : "",
      ),
    ],
  };
}

function finding(context: Context, id: string): Page | undefined {
  const { say, pick, model, code } = context;
  const one = model.data.findings[Number(id)];
  if (!one) return undefined;
  const check = model.data.checks[one.check];
  const about = one.holder
    ? [holderChip(context, one.holder)]
    : one.norm
      ? [normChip(context, one.norm)]
      : [];
  return {
    kicker: `${code(one.severity)} · ${one.check}`,
    title: pick(check?.title) || one.check,
    body: [
      el("p", {}, pick(one.message)),
      el("p", { class: "row" }, badge(context, one.severity), ...about),
      el(
        "dl",
        {},
        field(say("cure"), pick(one.cure)),
        field(say("why"), pick(check?.why)),
        field(say("because"), ...(one.because ? [one.because] : [])),
      ),
    ],
  };
}

function words(context: Context, id: string): Page {
  const { say, model } = context;
  const chosen = span(id);
  const found = saying(model, chosen);
  const meets = ([start, end]: [number, number]) => start < chosen[1] && chosen[0] < end;
  const mentioning = model.data.norms.filter((n) => n.mentions?.some(meets) && !found.includes(n));
  const purpose = model.data.provisions.some((p) => p.purposes?.some(meets));
  const findings = model.data.findings.filter((f) => f.span && meets(f.span));
  return {
    kicker: say("words"),
    title: short(model.words(chosen).replace(/\s+/g, " "), 40),
    body: [
      ...found.slice(0, 12).map((n) => quote(context, n)),
      found.length ? null : el("p", { class: "nothing" }, say(purpose ? "purpose" : "saysNothing")),
      mentioning.length
        ? list(
            say("mentioned"),
            mentioning.slice(0, 12).map((n) => quote(context, n)),
          )
        : null,
      findings.length
        ? list(
            say("findings"),
            findings.slice(0, 12).map((f) => findingItem(context, f)),
          )
        : null,
    ],
  };
}

function article(context: Context, id: string): Page | undefined {
  const { say, model, pick, store } = context;
  const one = model.article(id);
  if (!one) return undefined;
  const norms = model.data.norms.filter((n) => n.article === id);
  const found = model.data.findings.filter((f) => f.article === id);
  return {
    kicker: say("article"),
    title: pick(one.label),
    body: [
      el(
        "button",
        {
          class: "quiet",
          type: "button",
          click: () => store.set({ view: "graph", show: sel(id) }),
        },
        say("around"),
      ),
      ...norms.map((n) => quote(context, n)),
      found.length
        ? list(
            say("findings"),
            found.map((f) => findingItem(context, f)),
          )
        : null,
    ],
  };
}

function sel(id: string): string {
  return `article:${id}`;
}

function short(words: string, most: number): string {
  const points = Array.from(words);
  return points.length > most ? `${points.slice(0, most).join("")}…` : words;
}
