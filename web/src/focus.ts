/** Which words, lines and holders does a selection mean? */

import type { Context } from "./context";
import type { Gap, Hop, LinkKind, Model, Span } from "./model";

/** What a selection is about, once looked up: its words, its lines, its holders. */
export interface Focus {
  /** Exact words, highlighted strongly. */
  spans: Span[];
  /** Who is meant and on what condition, highlighted softly. */
  beside: Span[];
  lines: Set<string>;
  gaps: Set<string>;
  holders: Set<string>;
}

export function focusOf({ model, store }: Context): Focus {
  const { sel, link, walk, step } = store.now;
  const found: Focus = {
    spans: [],
    beside: [],
    lines: new Set(),
    gaps: new Set(),
    holders: new Set(),
  };
  const norm = (id: string | undefined) => {
    const one = id === undefined ? undefined : model.norms.get(id);
    if (!one) return;
    if (one.quote) found.spans.push(one.quote);
    found.beside.push(...(one.mentions ?? []), ...(one.conditions ?? []));
  };
  if (walk) {
    focusWalk(model, walk, step, found, norm);
    return found;
  }
  const [kind, id] = split(sel);
  if (kind === "holder") focusHolder(model, id, link as LinkKind | "", found, norm);
  else if (kind === "norm") focusNorm(model, id, found, norm);
  else if (kind === "line") {
    const line = model.lines.get(id);
    line?.norms?.forEach(norm);
    if (line) addLine(found, line.id, line.from, line.to);
  } else if (kind === "gap") {
    const gap = model.gaps.get(id);
    if (gap) {
      norm(gap.amends);
      addGap(found, gap);
      const first = gap.amends ? undefined : articleEnd(model, gap.article);
      if (first) found.beside.push(first);
    }
  } else if (kind === "finding") {
    const finding = model.data.findings[Number(id)];
    if (finding?.holder) focusHolder(model, finding.holder, "", found, () => undefined);
    if (finding?.norm) focusNorm(model, finding.norm, found, norm);
    if (finding?.span) found.spans = [finding.span];
  } else if (kind === "article") {
    const one = model.article(id);
    if (one) found.beside.push([one.start, one.end]);
    for (const n of model.data.norms)
      if (n.article === id) focusNorm(model, n.id, found, () => undefined);
  } else if (kind === "words") {
    for (const n of saying(model, span(id))) focusNorm(model, n.id, found, () => undefined);
    found.beside.push(span(id));
  }
  return found;
}

export function split(sel: string): [kind: string, id: string] {
  const at = sel.indexOf(":");
  return at < 0 ? ["", ""] : [sel.slice(0, at), sel.slice(at + 1)];
}

export function span(written: string): Span {
  const [start = 0, end = 0] = written.split("-").map((n) => Number.parseInt(n, 10) || 0);
  return [start, Math.max(start, end)];
}

/** The norms whose quote meets a span, those of which it holds the most words first. */
export function saying(model: Model, [start, end]: Span) {
  const met = (quote: Span | undefined) =>
    quote ? Math.min(end, quote[1]) - Math.max(start, quote[0]) : 0;
  return model.data.norms
    .filter((n) => met(n.quote) > 0)
    .sort((a, b) => met(b.quote) - met(a.quote) || size(a.quote) - size(b.quote));
}

function size(quote: Span | undefined): number {
  return quote ? quote[1] - quote[0] : 0;
}

type Add = (id: string | undefined) => void;

function focusHolder(model: Model, id: string, link: LinkKind | "", found: Focus, norm: Add): void {
  const holder = model.holders.get(id);
  if (!holder) return;
  found.holders.add(id);
  const chosen = link ? holder.row?.links.find((l) => l.kind === link) : undefined;
  if (chosen) {
    chosen.norms?.forEach(norm);
    for (const hop of model.hops(chosen)) addHop(model, found, hop.tie, hop.from, hop.to);
  } else {
    for (const one of model.borne(holder)) norm(one.id);
    for (const line of model.linesAt.get(id) ?? []) addLine(found, line.id, line.from, line.to);
  }
  for (const gap of model.gapsOf.get(id) ?? []) {
    if (!link || gap.closes.includes(link)) addGap(found, gap);
  }
}

function focusNorm(model: Model, id: string, found: Focus, norm: Add): void {
  norm(id);
  const one = model.norms.get(id);
  for (const holder of one?.holders ?? []) found.holders.add(holder);
  for (const line of model.linesOn.get(id) ?? []) {
    if (!line.general) addLine(found, line.id, line.from, line.to);
  }
}

function focusWalk(model: Model, walk: string, step: number, found: Focus, norm: Add): void {
  const steps = stepsOf(model, walk);
  for (const one of steps) {
    if (one.hop) addHop(model, found, one.hop.tie, one.hop.from, one.hop.to);
    if (one.gap) addGap(found, one.gap);
  }
  const now = steps[Math.min(step, steps.length - 1)];
  norm(now?.hop?.norm ?? now?.gap?.amends);
}

export interface Step {
  link: LinkKind;
  hop?: Hop;
  gap?: Gap;
}

/** The steps of a walk: the hops of a loop, or a holder's chain with its gaps as they come. */
export function stepsOf(model: Model, walk: string): Step[] {
  const loop = model.loops.get(walk);
  if (loop) {
    return model
      .hops(loop)
      .map((hop) => ({ link: hop.tie === "entrust" ? "entrust" : "report", hop }));
  }
  const [, id] = split(walk);
  const gaps = model.gapsOf.get(id) ?? [];
  return (model.holders.get(id)?.row?.links ?? []).flatMap((link): Step[] => {
    if (link.hops?.length) return model.hops(link).map((hop) => ({ link: link.kind, hop }));
    return [{ link: link.kind, gap: gaps.find((gap) => gap.closes.includes(link.kind)) }];
  });
}

function addHop(model: Model, found: Focus, tie: string, from: string | null, to?: string): void {
  for (const end of [from, to]) if (end) found.holders.add(end);
  for (const line of model.linesAt.get(to ?? "") ?? []) {
    if (line.kind === tie && line.from === from && line.to === to && line.grade !== "contested") {
      found.lines.add(line.id);
    }
  }
}

function addLine(found: Focus, id: string, from: string, to: string): void {
  found.lines.add(id);
  found.holders.add(from).add(to);
}

function addGap(found: Focus, gap: { id: string; from: string; to: string }): void {
  found.gaps.add(gap.id);
  found.holders.add(gap.from).add(gap.to);
}

/** The last characters of an article, after which a drafted sentence would stand. */
function articleEnd(model: Model, id: string | undefined): Span | undefined {
  const one = model.article(id);
  return one && [one.start, one.end];
}
