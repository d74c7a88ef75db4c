/** Along which curve does a line run from card to card, past the cards between? */

import { CARD, type Spot } from "./layout";

/** So far from the middle of a card do the lines of each kind leave it, so that two that join
 * the same cards run side by side. */
export const PORTS: Record<string, number> = {
  entrust: -10,
  report: 10,
  oversight: 26,
  consequence: -26,
};
const CLEAR = 6;
const STEPS = 24;
/** One straight way past all rows may be so much longer than the nearest way past each. */
const DETOUR = CARD.width * 1.6;

export interface Curve {
  path: string;
  /** The middle, where a step's number stands. */
  x: number;
  y: number;
}

type Rows = Map<number, Spot[]>;

export function byRow(spots: Iterable<Spot>): Rows {
  const rows: Rows = new Map();
  for (const spot of spots) rows.set(spot.row, [...(rows.get(spot.row) ?? []), spot]);
  return rows;
}

export function curve(from: Spot, to: Spot, kind: string, rows: Rows): Curve {
  const port = PORTS[kind] ?? 0;
  if (from.row === to.row) return arc(from, to, port);
  const down = to.row > from.row;
  const x1 = from.x + CARD.width / 2 + port;
  const x2 = to.x + CARD.width / 2 + port;
  const y1 = from.y + (down ? CARD.height : 0);
  const y2 = to.y + (down ? -3 : CARD.height + 3);
  const between = passed(from, to, rows);
  if (!blocked(x1, y1, x2, y2, between)) return bow(x1, y1, x2, y2);
  const gates = way(x1, x2, between, port * 0.4, down);
  let path = `M${n(x1)} ${n(y1)}`;
  let [x, y] = [x1, y1];
  for (const gate of gates) {
    path += gate.x === x ? "" : turn(x, y, gate.x, gate.enter);
    path += `L${n(gate.x)} ${n(gate.leave)}`;
    [x, y] = [gate.x, gate.leave];
  }
  const middle = gates[Math.floor(gates.length / 2)];
  return {
    path: path + turn(x, y, x2, y2),
    x: middle?.x ?? x1,
    y: middle ? (middle.enter + middle.leave) / 2 : y1,
  };
}

/** Whether the plain curve runs under a card. */
function blocked(x1: number, y1: number, x2: number, y2: number, between: Spot[]): boolean {
  const bend = bent(y1, y2);
  for (let step = 1; step < STEPS && between.length; step += 1) {
    const t = step / STEPS;
    const s = 1 - t;
    const x = (s ** 3 + 3 * t * s ** 2) * x1 + (3 * t ** 2 * s + t ** 3) * x2;
    const y =
      s ** 3 * y1 + 3 * t * s ** 2 * (y1 + bend) + 3 * t ** 2 * s * (y2 - bend) + t ** 3 * y2;
    const under = (spot: Spot) =>
      spot.x - CLEAR < x &&
      x < spot.x + CARD.width + CLEAR &&
      spot.y - CLEAR < y &&
      y < spot.y + CARD.height + CLEAR;
    if (between.some(under)) return true;
  }
  return false;
}

interface Gate {
  x: number;
  enter: number;
  leave: number;
}

/** Where a line passes each row: straight past all where that is near, else row by row. */
function way(x1: number, x2: number, between: Spot[], lean: number, down: boolean): Gate[] {
  const rows = [...byRow(between).entries()].sort(([a], [b]) => (down ? a - b : b - a));
  const straight = free((x1 + x2) / 2, between);
  const longer = Math.abs(straight - x1) + Math.abs(straight - x2) - Math.abs(x1 - x2);
  const near = longer <= DETOUR;
  let x = x1;
  return rows.map(([, cards], at) => {
    const wanted = x + (x2 - x) / (rows.length - at + 1);
    x = near ? straight : free(wanted, cards);
    const top = (cards[0]?.y ?? 0) - 3;
    const ends: [number, number] = [top, top + CARD.height + 6];
    const leaning = beside(x, lean, near ? between : cards);
    return { x: leaning, enter: ends[down ? 0 : 1], leave: ends[down ? 1 : 0] };
  });
}

/** A place for one of several lines that share a gap: as far apart as the gap is wide. */
function beside(x: number, lean: number, cards: Spot[]): number {
  const at = x + lean;
  const open = cards.every((spot) => at < spot.x - 1 || at > spot.x + CARD.width + 1);
  return open ? at : x + Math.max(-CLEAR, Math.min(CLEAR, lean));
}

/** The cards in the rows between two others. */
function passed(from: Spot, to: Spot, rows: Rows): Spot[] {
  const [first, last] = [Math.min(from.row, to.row) + 1, Math.max(from.row, to.row) - 1];
  const found: Spot[] = [];
  for (let row = first; row <= last; row += 1) found.push(...(rows.get(row) ?? []));
  return found;
}

/** The place nearest to a wanted one at which no card stands in the way. */
function free(wanted: number, cards: Spot[]): number {
  const edges = [
    wanted,
    ...cards.flatMap((spot) => [spot.x - CLEAR - 1, spot.x + CARD.width + CLEAR + 1]),
  ];
  const open = edges.filter((x) =>
    cards.every((spot) => x <= spot.x - CLEAR || x >= spot.x + CARD.width + CLEAR),
  );
  const near = (x: number) => Math.abs(x - wanted);
  return open.sort((a, b) => near(a) - near(b) || a - b)[0] ?? wanted;
}

function bow(x1: number, y1: number, x2: number, y2: number): Curve {
  return {
    path: `M${n(x1)} ${n(y1)}${turn(x1, y1, x2, y2)}`,
    x: (x1 + x2) / 2,
    y: (y1 + y2) / 2,
  };
}

function turn(x1: number, y1: number, x2: number, y2: number): string {
  const bend = bent(y1, y2);
  return `C${n(x1)} ${n(y1 + bend)} ${n(x2)} ${n(y2 - bend)} ${n(x2)} ${n(y2)}`;
}

function bent(y1: number, y2: number): number {
  return Math.sign(y2 - y1) * Math.min(Math.abs(y2 - y1) * 0.6, 90);
}

/** Neighbours in a row are joined straight, others by an arc over those between. */
function arc(from: Spot, to: Spot, port: number): Curve {
  const right = to.x > from.x;
  const apart = Math.abs(to.x - from.x);
  if (apart < (CARD.width + CARD.across) * 1.5) {
    const y = from.y + CARD.height / 2 + port / 2;
    const x1 = right ? from.x + CARD.width : from.x;
    const x2 = right ? to.x - 3 : to.x + CARD.width + 3;
    return { path: `M${n(x1)} ${n(y)}L${n(x2)} ${n(y)}`, x: (x1 + x2) / 2, y };
  }
  const x1 = from.x + CARD.width / 2 + port;
  const x2 = to.x + CARD.width / 2 - port;
  const lift = from.y - Math.min(16 + apart * 0.04, 30);
  return {
    path: `M${n(x1)} ${n(from.y)}C${n(x1)} ${n(lift)} ${n(x2)} ${n(lift)} ${n(x2)} ${n(from.y - 3)}`,
    x: (x1 + x2) / 2,
    y: from.y + (lift - from.y) * 0.75,
  };
}

/** Hundredths at most. */
function n(value: number): string {
  return String(Math.round(value * 100) / 100);
}
