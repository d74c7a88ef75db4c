/** Into which pieces is the text cut, so that any span that matters is a run of whole pieces? */

import type { Model, Span } from "../model";

export interface Segment {
  start: number;
  end: number;
  words: string;
  kind: "words" | "heading" | "chapter" | "break" | "hidden";
  /** The article that begins here. */
  article?: string;
}

const HEADING = /^第[零〇一二三四五六七八九十百千]+条/;
// Controls, zero-width characters and those that turn the writing direction.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;

/** Cut the text at every place where a norm, a mention, a finding or a heading begins or ends. */
export function segments(model: Model): Segment[] {
  const { points, data } = model;
  const cuts = new Set<number>([0, points.length]);
  const cut = (span: Span | undefined) => {
    if (span) cuts.add(span[0]).add(span[1]);
  };
  for (const norm of data.norms) {
    for (const one of [norm.quote, ...(norm.mentions ?? []), ...(norm.conditions ?? [])]) cut(one);
  }
  for (const finding of data.findings) cut(finding.span);
  const headings = new Map<number, { end: number; kind: Segment["kind"]; article?: string }>();
  for (const one of data.provisions) {
    for (const span of [
      [one.start, one.end] as Span,
      ...(one.purposes ?? []),
      ...(one.uncovered ?? []),
    ])
      cut(span);
    const end = headingEnd(points, one.start, one.end, one.kind);
    const kind = one.kind === "chapter" ? "chapter" : end > one.start ? "heading" : "words";
    if (one.kind !== "notice") headings.set(one.start, { end, kind, article: one.id });
    cuts.add(end);
  }
  points.forEach((point, at) => {
    const alone = HIDDEN.test(point);
    if (alone || (point === "\n") !== (points[at - 1] === "\n")) cuts.add(at);
    if (alone) cuts.add(at + 1);
  });
  const places = [...cuts].filter((at) => at >= 0 && at <= points.length).sort((a, b) => a - b);
  return places.slice(0, -1).map((start, at) => {
    const end = places[at + 1] ?? points.length;
    const words = points.slice(start, end).join("");
    const heading = headings.get(start);
    const kind =
      heading?.kind ?? (/^\n+$/.test(words) ? "break" : HIDDEN.test(words) ? "hidden" : "words");
    return { start, end, words, kind, article: heading?.article };
  });
}

function headingEnd(points: string[], start: number, end: number, kind: string): number {
  const words = points.slice(start, Math.min(end, start + 60)).join("");
  if (kind === "chapter") return start + Array.from(words.split("\n", 1)[0] ?? "").length;
  return start + Array.from(HEADING.exec(words)?.[0] ?? "").length;
}
