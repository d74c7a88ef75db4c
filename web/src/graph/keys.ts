/** Where do the arrow keys lead from a card? */

import type { Context } from "../context";
import type { Layout, Spot } from "./layout";
import { neighbours } from "./shown";

const WAYS: Record<string, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

export function onKey(
  event: KeyboardEvent,
  cards: HTMLElement,
  context: Context,
  layout: Layout | undefined,
): void {
  const box = (event.target as Element).closest<HTMLElement>(".card");
  const spot = layout?.spots.get(box?.dataset.id ?? "");
  if (!box || !spot || !layout || event.ctrlKey || event.metaKey || event.altKey) return;
  const way = WAYS[event.key];
  if (way) {
    event.preventDefault();
    const next = nearest(spot, way, layout, new Set(neighbours(context, spot.id)));
    const found =
      next === undefined
        ? null
        : cards.querySelector<HTMLElement>(`[data-id="${CSS.escape(next)}"] .card-main`);
    found?.focus();
  } else if (event.key === "e" || event.key === "E") {
    box.querySelector<HTMLElement>(".card-more")?.click();
  }
}

/** The nearest card that way; one that a line joins counts as twice as near. */
export function nearest(
  from: Spot,
  [dx, dy]: [number, number],
  layout: Layout,
  joined: Set<string>,
): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const spot of layout.spots.values()) {
    const along = (spot.x - from.x) * dx + (spot.y - from.y) * dy;
    const aside = Math.abs((spot.x - from.x) * dy) + Math.abs((spot.y - from.y) * dx);
    if (along <= 0 || (dx !== 0 && spot.row !== from.row)) continue;
    const far = (along + aside * 0.6) * (joined.has(spot.id) ? 0.5 : 1);
    if (far < least) {
      least = far;
      best = spot.id;
    }
  }
  return best;
}
