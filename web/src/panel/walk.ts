/** How is a chain or a loop walked, step by step, to the words of each step? */

import type { Context } from "../context";
import { el } from "../element";
import { split, stepsOf, type Step } from "../focus";
import { gradeMark, holderChip, quote, suggestion } from "./pieces";

export function walkPage(context: Context) {
  const { say, model, store, name } = context;
  const { walk, step } = store.now;
  const steps = stepsOf(model, walk);
  const at = Math.min(step, steps.length - 1);
  const now = steps[at];
  const loop = model.loops.get(walk);
  const title = loop ? `${name(loop.principal)} ⇄ ${name(loop.holder)}` : name(split(walk)[1]);
  const go = (to: number) => store.set({ step: to });
  const move = (to: number, word: "previous" | "next") =>
    el(
      "button",
      {
        class: "quiet",
        type: "button",
        disabled: to < 0 || to >= steps.length,
        "data-step": word,
        click: () => go(to),
      },
      say(word),
    );
  return {
    kicker: `${say("walk")} · ${say("step", at + 1, steps.length)}`,
    title,
    body: [
      el(
        "ol",
        { class: "steps" },
        ...steps.map((one, to) =>
          el(
            "li",
            {},
            el(
              "button",
              {
                type: "button",
                class: `step-dot is-${one.hop?.grade ?? "missing"}${to === at ? " is-now" : ""}`,
                "aria-label": `${say("step", to + 1, steps.length)} ${context.code(one.link)}`,
                "aria-current": to === at ? "step" : null,
                title: context.code(one.link),
                click: () => go(to),
              },
              to + 1,
            ),
          ),
        ),
      ),
      now ? stepBody(context, now) : null,
      el("p", { class: "row step-moves" }, move(at - 1, "previous"), move(at + 1, "next")),
    ],
  };
}

function stepBody(context: Context, { link, hop, gap }: Step): HTMLElement {
  const { model, code, ruleNames, say } = context;
  const head = (grade: string) =>
    el("p", { class: "row" }, el("strong", {}, code(link)), gradeMark(context, grade));
  if (hop) {
    const norm = hop.norm ? model.norms.get(hop.norm) : undefined;
    return el(
      "div",
      { class: "step" },
      head(hop.grade),
      el("p", { class: "row" }, holderChip(context, hop.from), "→", holderChip(context, hop.to)),
      el(
        "p",
        { class: "rules" },
        [hop.tie === link ? "" : code(hop.tie), ruleNames(hop.rules)].filter(Boolean).join(" · "),
      ),
      norm ? quote(context, norm) : null,
    );
  }
  return el(
    "div",
    { class: "step" },
    head("missing"),
    gap ? suggestion(context, gap) : el("p", { class: "nothing" }, say("notHere")),
  );
}
