/** From which side is the graph looked at: whole, one level, one holder, one article? */

import type { Context } from "../context";
import { el } from "../element";
import { split } from "../focus";
import { UNRANKED } from "../model";
import { isSmall, type Shown } from "./shown";

interface Acts {
  fit: () => void;
  zoom: (by: number) => void;
}

export function perspectives(context: Context, found: Shown, acts: Acts): HTMLElement {
  const { say, store } = context;
  const icon = (sign: string, name: string, click: () => void) =>
    el("button", { class: "icon", type: "button", "aria-label": name, title: name, click }, sign);
  return el(
    "div",
    { class: "perspectives" },
    el(
      "div",
      { class: "field" },
      el("span", { class: "field-name", "aria-hidden": "true" }, say("perspective")),
      choice(context),
    ),
    store.now.show === "whole" && !store.now.open.length
      ? null
      : el(
          "button",
          { class: "quiet", type: "button", click: () => store.set({ show: "whole", open: [] }) },
          say("backToWhole"),
        ),
    el("span", { class: "spacer" }),
    el("span", { class: "tally" }, say("nodes", found.holders.size, found.lines.length)),
    icon("−", say("zoomOut"), () => acts.zoom(1 / 1.3)),
    icon("+", say("zoomIn"), () => acts.zoom(1.3)),
    icon("⤢", say("fit"), acts.fit),
  );
}

function choice(context: Context): HTMLSelectElement {
  const { say, pick, model, store, levelName } = context;
  const now = store.now.show;
  const option = (value: string, name: string) =>
    el("option", { value, selected: value === now }, name);
  const [kind, id] = split(now);
  const levels = [...new Set(model.data.holders.map((h) => h.level ?? UNRANKED))].sort(
    (a, b) => a - b,
  );
  const rows = model.rows.slice(0, 300);
  const extra = kind === "holder" && !rows.some((h) => h.id === id) ? [model.holders.get(id)] : [];
  const articles = model.data.provisions.filter((p) => p.kind === "article");
  const group = (name: string, options: HTMLOptionElement[]) =>
    options.length ? el("optgroup", { label: name }, ...options) : null;
  return el(
    "select",
    {
      class: "choice",
      "aria-label": say("perspective"),
      change: (event: Event) =>
        store.set({ show: (event.target as HTMLSelectElement).value, open: [], walk: "", sel: "" }),
    },
    option("whole", say(isSmall(context) ? "whole" : "top")),
    group(
      say("byLevel"),
      levels.map((rank) => option(`level:${rank}`, levelName(rank))),
    ),
    group(
      say("byHolder"),
      [...rows, ...extra].flatMap((h) => (h ? [option(`holder:${h.id}`, pick(h.label))] : [])),
    ),
    group(
      say("byArticle"),
      articles.map((a) => option(`article:${a.id}`, pick(a.label))),
    ),
  );
}
