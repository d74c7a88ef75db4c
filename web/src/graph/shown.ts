/** Which holders and lines does the graph show? */

import type { Context } from "../context";
import { split, stepsOf } from "../focus";
import { KINDS, type Gap, type Line } from "../model";

/** Beyond this many holders the graph opens on a part of itself. */
export const MOST = 150;

export interface Shown {
  holders: Set<string>;
  lines: Line[];
  gaps: Gap[];
  /** How many neighbours of a card are not on the picture. */
  hidden: Map<string, number>;
}

export function shown(context: Context, focused: { lines: Set<string>; gaps: Set<string> }): Shown {
  const { model, store } = context;
  const holders = chosen(context);
  const folded = new Set(store.now.hide);
  const inside = (line: { from: string; to: string }) =>
    holders.has(line.from) && holders.has(line.to);
  const lines = model.data.lines.filter(
    (line) =>
      inside(line) && (focused.lines.has(line.id) || isDrawn(line, folded) || isTie(context, line)),
  );
  const gaps = model.data.gaps.filter(
    (gap) => inside(gap) && (focused.gaps.has(gap.id) || isSuggested(context, gap, folded)),
  );
  const hidden = new Map<string, number>();
  for (const id of holders) {
    const away = neighbours(context, id).filter((other) => !holders.has(other));
    if (away.length) hidden.set(id, away.length);
  }
  return { holders, lines, gaps, hidden };
}

/** Whether the whole fits one picture. */
export function isSmall({ model }: Context): boolean {
  return model.whole.length > 0 && model.whole.length <= MOST;
}

/** The neighbours by lines that are not a general rule's, each once. */
export function neighbours({ model }: Context, id: string): string[] {
  const found = new Set<string>();
  for (const line of model.linesAt.get(id) ?? []) {
    if (!line.general) found.add(line.from === id ? line.to : line.from);
  }
  found.delete(id);
  return [...found];
}

/** The holder on which a system too large for one picture opens. */
export function start({ model }: Context): string {
  return model.data.sequence[0] ?? "";
}

function chosen(context: Context): Set<string> {
  const { model, store } = context;
  const { show, open } = store.now;
  const [kind, id] = split(show);
  const whole = model.whole;
  let found: Set<string>;
  if (kind === "holder" && model.holders.has(id)) found = new Set([id, ...neighbours(context, id)]);
  else if (kind === "level") found = level(context, Number(id));
  else if (kind === "article" && model.article(id)) found = article(context, id);
  else if (isSmall(context)) found = new Set(whole);
  else found = new Set([start(context), ...neighbours(context, start(context))]);
  for (const one of open) {
    for (const other of [one, ...neighbours(context, one)]) found.add(other);
  }
  for (const one of named(context)) found.add(one);
  if (!found.size) return new Set(whole.length ? whole : [start(context)]);
  return kept(found);
}

/** What is selected or walked is on the picture, whatever else is. */
function named({ model, store }: Context): string[] {
  const [kind, id] = split(store.now.sel);
  const line =
    kind === "line" ? model.lines.get(id) : kind === "gap" ? model.gaps.get(id) : undefined;
  const found = line ? [line.from, line.to] : kind === "holder" ? [id] : [];
  const steps = store.now.walk ? stepsOf(model, store.now.walk) : [];
  const ends = steps.flatMap(({ hop, gap }) => [hop?.from, hop?.to, gap?.from, gap?.to]);
  return [...found, ...ends].filter((one): one is string => !!one && model.holders.has(one));
}

function level(context: Context, rank: number): Set<string> {
  const { model } = context;
  const own = model.data.holders.filter(
    (h) => (h.level ?? 99) === rank && (h.row || linked(context, h.id)),
  );
  const found = new Set(own.map((h) => h.id));
  for (const holder of own) {
    for (const line of context.model.linesAt.get(holder.id) ?? []) {
      if (isSaid(line) && found.size < MOST) found.add(line.from).add(line.to);
    }
  }
  return found;
}

function linked({ model }: Context, id: string): boolean {
  return (model.linesAt.get(id) ?? []).some(isSaid);
}

/** Whether a line is one of responsibility, and no general rule's. */
function isSaid(line: Line): boolean {
  return !line.general && (KINDS as readonly string[]).includes(line.kind);
}

function article({ model }: Context, id: string): Set<string> {
  const found = new Set<string>();
  for (const norm of model.data.norms.filter((n) => n.article === id)) {
    for (const holder of norm.holders ?? []) found.add(holder);
    for (const line of model.linesOn.get(norm.id) ?? []) {
      if (!line.general) found.add(line.from).add(line.to);
    }
  }
  return found;
}

function kept(found: Set<string>): Set<string> {
  return found.size <= MOST * 2 ? found : new Set([...found].slice(0, MOST * 2));
}

function isDrawn(line: Line, folded: Set<string>): boolean {
  if (!(KINDS as readonly string[]).includes(line.kind)) return line.kind === "option";
  if (folded.has(line.kind) || folded.has(line.grade)) return false;
  return !line.general || line.grade === "contested" || !folded.has("general");
}

/** What joins parts to their whole is drawn where a holder is looked at from near. */
function isTie({ store }: Context, line: Line): boolean {
  if ((KINDS as readonly string[]).includes(line.kind)) return false;
  const { open, show } = store.now;
  return [line.from, line.to].some((end) => open.includes(end) || show === `holder:${end}`);
}

function isSuggested({ model }: Context, gap: Gap, folded: Set<string>): boolean {
  if (folded.has(gap.kind) || folded.has("missing")) return false;
  return isNear(model.gapsOf.get(gap.holder)) || !folded.has("others");
}

export function isNear(gaps: Gap[] | undefined): boolean {
  return gaps?.length === 1;
}
