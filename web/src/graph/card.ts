/** What does a holder's card on the graph look like, and what does it say aloud? */

import type { Context } from "../context";
import { el, svg } from "../element";
import { LINKS, type ChainLink, type Holder } from "../model";
import type { Spot } from "./layout";

export function card(
  context: Context,
  holder: Holder,
  spot: Spot,
  hidden: number,
  act: { select: () => void; unfold: () => void },
): HTMLElement {
  const { say, pick } = context;
  const gaps = holder.row?.links.filter((link) => link.grade === "missing") ?? [];
  const label = pick(holder.label);
  const box = el(
    "div",
    { class: classes(holder), "data-id": holder.id, title: label },
    el(
      "button",
      {
        class: "card-main",
        type: "button",
        tabindex: -1,
        "aria-label": spoken(context, holder),
        click: act.select,
      },
      el("span", { class: "card-name", "aria-hidden": "true" }, label),
      holder.row ? ticks(holder.row.links) : null,
    ),
    hidden
      ? el(
          "button",
          {
            class: "card-more",
            type: "button",
            tabindex: -1,
            "aria-label": `${say("unfold")} ${label} ${say("hidden", hidden)}`,
            title: say("hidden", hidden),
            click: act.unfold,
          },
          `+${hidden}`,
        )
      : null,
  );
  box.style.transform = `translate(${spot.x}px, ${spot.y}px)`;
  if (gaps.length) box.classList.add("has-gaps");
  return box;
}

/** Six marks, one a link: full for explicit, half for implied, a ring for missing. */
export function ticks(links: readonly ChainLink[]): SVGSVGElement {
  const found = svg("svg", {
    class: "ticks",
    viewBox: `0 0 ${LINKS.length * 14 - 2} 10`,
    width: LINKS.length * 14 - 2,
    height: 10,
    "aria-hidden": "true",
  });
  LINKS.forEach((kind, at) => {
    const grade = links.find((link) => link.kind === kind)?.grade ?? "missing";
    found.append(mark(grade, at * 14 + 6, 5, 4));
  });
  return found;
}

/** One mark for a grade; its shape tells as much as its colour. */
export function mark(grade: string, x: number, y: number, r: number): SVGGElement {
  const group = svg("g", { class: `mark mark-${grade}` });
  if (grade === "missing") {
    group.append(
      svg("path", {
        d: `M${x - r + 1} ${y - r + 1}L${x + r - 1} ${y + r - 1}M${x + r - 1} ${y - r + 1}L${x - r + 1} ${y + r - 1}`,
      }),
    );
  } else {
    group.append(svg("circle", { cx: x, cy: y, r: r - 0.5 }));
    if (grade === "implied") {
      group.append(
        svg("path", { d: `M${x} ${y - r + 0.5}A${r - 0.5} ${r - 0.5} 0 0 0 ${x} ${y + r - 0.5}Z` }),
      );
    }
  }
  return group;
}

function classes(holder: Holder): string {
  const found = ["card", `card-${holder.kind}`];
  if (holder.boundary) found.push("is-boundary");
  if (!holder.row) found.push("no-row");
  if (holder.row && !holder.row.inScope) found.push("is-outside");
  if (holder.row) found.push(`is-${holder.row.outcome}`);
  return found.join(" ");
}

function spoken({ say, code, pick, levelName }: Context, holder: Holder): string {
  const parts = [pick(holder.label), levelName(holder.level), code(holder.kind)];
  if (holder.boundary) parts.push(say("boundary"));
  if (holder.row) {
    parts.push(code(holder.row.outcome));
    if (!holder.row.inScope) parts.push(say("outOfScope"));
    for (const link of holder.row.links) parts.push(`${code(link.kind)} ${code(link.grade)}`);
  }
  return parts.join("，");
}
