/** What is said of a holder: its chain link by link, its norms, what is missing? */

import type { Context } from "../context";
import { el } from "../element";
import type { ChainLink, Holder } from "../model";
import { findingItem } from "./findings";
import {
  badge,
  field,
  gradeMark,
  holderChips,
  lineItem,
  list,
  normChip,
  quote,
  suggestion,
} from "./pieces";

export function holderPage(context: Context, id: string) {
  const { say, model, pick, code, levelName, store } = context;
  const one = model.holders.get(id);
  if (!one) return undefined;
  const norms = model.borne(one);
  const lines = (model.linesAt.get(id) ?? []).filter((l) => !l.general);
  const findings = model.data.findings.filter((f) => f.holder === id);
  return {
    kicker: [levelName(one.level), code(one.kind), one.boundary ? say("boundary") : ""]
      .filter(Boolean)
      .join(" · "),
    title: pick(one.label),
    body: [
      one.row
        ? el(
            "p",
            { class: "row" },
            badge(context, one.row.outcome),
            one.row.inScope ? null : badge(context, "outOfScope"),
          )
        : null,
      el(
        "p",
        { class: "row" },
        one.row
          ? el(
              "button",
              {
                class: "quiet",
                type: "button",
                click: () => store.set({ walk: `holder:${id}`, step: 0, view: "graph" }),
              },
              say("walk"),
            )
          : null,
        el(
          "button",
          {
            class: "quiet",
            type: "button",
            click: () => store.set({ show: `holder:${id}`, view: "graph", open: [] }),
          },
          say("around"),
        ),
      ),
      one.row ? chain(context, one, one.row.links) : null,
      el(
        "dl",
        {},
        field(say("principals"), ...holderChips(context, one.row?.principals)),
        field(say("overseers"), ...holderChips(context, one.row?.overseers)),
        field(say("members"), ...holderChips(context, one.members)),
      ),
      lines.length
        ? list(
            say("lines"),
            lines.map((l) => lineItem(context, l.id)),
          )
        : null,
      norms.length
        ? list(
            say("norms"),
            norms.map((n) => quote(context, n)),
          )
        : null,
      findings.length
        ? list(
            say("findings"),
            findings.map((f) => findingItem(context, f)),
          )
        : null,
    ],
  };
}

function chain(context: Context, holder: Holder, links: ChainLink[]): HTMLElement {
  const { say } = context;
  return el(
    "ol",
    { class: "chain", "aria-label": say("chain") },
    ...links.map((link) => linkItem(context, holder, link)),
  );
}

function linkItem(context: Context, holder: Holder, link: ChainLink): HTMLElement {
  const { model, store, code, ruleNames, say } = context;
  const rules = [...new Set(model.hops(link).flatMap((hop) => hop.rules ?? []))];
  const chosen = store.now.link === link.kind;
  const drafts = (model.gapsOf.get(holder.id) ?? []).filter((gap) => gap.closes[0] === link.kind);
  return el(
    "li",
    { class: `chain-link is-${link.grade}${chosen ? " is-chosen" : ""}` },
    el(
      "button",
      {
        class: "chain-name",
        type: "button",
        "aria-pressed": String(chosen),
        click: () =>
          store.set({ sel: `holder:${holder.id}`, link: chosen ? "" : link.kind, walk: "" }),
      },
      el("span", {}, code(link.kind)),
      gradeMark(context, link.grade),
    ),
    el(
      "div",
      { class: "chain-why" },
      rules.length ? el("span", { class: "rules" }, ruleNames(rules)) : null,
      link.contested ? badge(context, "contested") : null,
      ...(link.norms ?? [])
        .slice(0, link.kind === "duty" ? 3 : 6)
        .map((id) => normChip(context, id)),
      link.grade === "missing" && !drafts.length
        ? el("span", { class: "not-here" }, say("notHere"))
        : null,
      ...drafts.map((gap) => suggestion(context, gap)),
    ),
  );
}
