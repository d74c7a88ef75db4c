/** Which small pieces do the panels share: chips that choose, badges, quotes, suggestions? */

import type { Context } from "../context";
import { el, svg } from "../element";
import { mark } from "../graph/card";
import type { Gap, Norm } from "../model";

export function badge(context: Context, code: string): HTMLElement {
  return el("span", { class: `badge badge-${code}` }, context.code(code));
}

export function gradeMark(context: Context, grade: string): HTMLElement {
  return el(
    "span",
    { class: `grade grade-of-${grade}` },
    svg(
      "svg",
      { width: 12, height: 12, viewBox: "0 0 12 12", "aria-hidden": "true" },
      mark(grade, 6, 6, 4.5),
    ),
    context.code(grade),
  );
}

export function holderChip(context: Context, id: string | null | undefined): HTMLElement {
  if (!id || !context.model.holders.has(id))
    return el("span", { class: "chip is-plain" }, context.name(id));
  return chip(context, `holder:${id}`, context.name(id));
}

export function holderChips(context: Context, ids: string[] | undefined): HTMLElement[] {
  return (ids ?? []).map((id) => holderChip(context, id));
}

/** A norm by its article and id, with its words in full for the hand that rests on it. */
export function normChip(context: Context, id: string): HTMLElement {
  const norm = context.model.norms.get(id);
  if (!norm) return el("span", { class: "chip is-plain" }, id);
  const article = context.articleName(norm.article);
  return chip(context, `norm:${id}`, article ? `${article} ${id}` : id, norm.words);
}

export function chip(context: Context, sel: string, name: string, title?: string): HTMLElement {
  return el(
    "button",
    { class: "chip", type: "button", title, click: () => context.store.select(sel) },
    name,
  );
}

export function quote(context: Context, norm: Norm): HTMLElement {
  const { store, articleName } = context;
  return el(
    "button",
    { class: "quote", type: "button", click: () => store.select(`norm:${norm.id}`) },
    el("span", { class: "quote-place" }, `${articleName(norm.article)} ${norm.id}`),
    el("q", { lang: "zh-Hans" }, norm.words),
  );
}

/** A drafted sentence, marked as a suggestion, with the place where it would stand. */
export function suggestion(context: Context, gap: Gap): HTMLElement {
  const { say, pick, articleName, store } = context;
  const place = articleName(gap.article);
  const lead = gap.amends ? say("suggestionIn", place, gap.amends) : say("suggestionAfter", place);
  return el(
    "div",
    { class: "suggestion" },
    el(
      "button",
      { class: "suggestion-lead", type: "button", click: () => store.select(`gap:${gap.id}`) },
      place ? lead : say("suggestion"),
    ),
    el("blockquote", {}, pick(gap.sentence)),
  );
}

export function field(name: string, ...values: (Node | string)[]): HTMLElement | null {
  return values.length
    ? el("div", { class: "fact" }, el("dt", {}, name), el("dd", {}, ...values))
    : null;
}

export function list(title: string, items: HTMLElement[]): HTMLElement {
  return el(
    "section",
    { class: "listed" },
    el("h3", {}, title, el("span", { class: "count" }, items.length)),
    ...items,
  );
}

/** A line as a button, for those who do not point at the graph. */
export function lineItem(context: Context, id: string): HTMLElement {
  const { model, store, name, code } = context;
  const one = model.lines.get(id);
  return el(
    "button",
    { class: "row-button", type: "button", click: () => store.select(`line:${id}`) },
    `${code(one?.kind ?? "")}：${name(one?.from)} → ${name(one?.to)}`,
  );
}
