/** Where does each card stand? Lanes from the top down, places as Graphviz ordered them. */

import { UNRANKED, type Model } from "../model";

export const CARD = { width: 126, height: 50, across: 14, down: 20, lane: 30, margin: 62, top: 18 };
const STEP = CARD.width + CARD.across;

export interface Spot {
  id: string;
  x: number;
  y: number;
  row: number;
}

export interface Lane {
  rank: number;
  top: number;
  bottom: number;
}

export interface Layout {
  spots: Map<string, Spot>;
  lanes: Lane[];
  width: number;
  height: number;
}

interface Placed {
  rank: number;
  rows: number;
  cells: [holder: string, column: number, row: number][];
}

const AIRY = 56;

/** Lay out holders; few of them stand further apart, where there is room for it. */
export function layout(model: Model, ids: Set<string>, columns: number, room: number): Layout {
  const tight = spread(model, ids, columns, 0);
  const rows = new Set([...tight.spots.values()].map((spot) => spot.row)).size;
  const air = Math.min(AIRY, (room - tight.height) / Math.max(1, rows));
  return air < 8 ? tight : spread(model, ids, columns, Math.round(air));
}

/** The whole picture keeps its places where it is not wider than may be. */
function spread(model: Model, ids: Set<string>, columns: number, air: number): Layout {
  const lanes =
    isWhole(model, ids) && columns > 4 ? model.data.lanes : wrapped(model, ids, columns);
  const ends = lanes.flatMap((lane) => lane.cells.map(([, column]) => column));
  const [left, right] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const found: Layout = {
    spots: new Map(),
    lanes: [],
    width: CARD.margin + (right - left) * STEP + CARD.width + 14,
    height: 0,
  };
  const [apart, between] = [CARD.down + air, CARD.lane + air];
  let y = CARD.top;
  let before = 0;
  for (const lane of lanes) {
    for (const [id, column, row] of lane.cells) {
      const x = CARD.margin + (column - left) * STEP;
      found.spots.set(id, { id, x, y: y + row * (CARD.height + apart), row: before + row });
    }
    const bottom = y + lane.rows * (CARD.height + apart) - apart;
    found.lanes.push({ rank: lane.rank, top: y - between / 2, bottom: bottom + between / 2 });
    y = bottom + between;
    before += lane.rows;
  }
  found.height = y - between + CARD.top;
  return found;
}

function isWhole(model: Model, ids: Set<string>): boolean {
  const whole = model.whole;
  return whole.length === ids.size && whole.every((id) => ids.has(id));
}

/** A part of the picture, or a narrow one: its rows, broken where too long; others follow. */
function wrapped(model: Model, ids: Set<string>, columns: number): Placed[] {
  const lanes = new Map<number, string[][]>();
  const rest = new Set([...ids].filter((id) => model.holders.has(id)));
  for (const lane of model.data.lanes) {
    for (let at = 0; at < lane.rows; at += 1) {
      const cells = lane.cells.filter(([id, , row]) => row === at && rest.has(id));
      const row = cells.sort(([, a], [, b]) => a - b).map(([id]) => id);
      for (const id of row) rest.delete(id);
      if (row.length) lanes.set(lane.rank, [...(lanes.get(lane.rank) ?? []), row]);
    }
  }
  const ordered = [...rest].sort((a, b) => (model.place.get(a) ?? -1) - (model.place.get(b) ?? -1));
  for (const id of ordered) {
    const rank = model.holders.get(id)?.level ?? UNRANKED;
    const rows = lanes.get(rank) ?? [];
    const last = rows.at(-1);
    if (last && last.length < columns) last.push(id);
    else rows.push([id]);
    lanes.set(rank, rows);
  }
  return [...lanes]
    .sort(([a], [b]) => a - b)
    .map(([rank, rows]) => {
      const short = rows.flatMap((row) => broken(row, columns));
      const cells = short.flatMap((row, at) =>
        row.map((id, place): [string, number, number] => [id, place - (row.length - 1) / 2, at]),
      );
      return { rank, rows: short.length, cells };
    });
}

function broken(row: string[], columns: number): string[][] {
  const count = Math.ceil(row.length / columns);
  const size = Math.ceil(row.length / count);
  return Array.from({ length: count }, (_, at) => row.slice(at * size, (at + 1) * size));
}
