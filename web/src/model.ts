/** What does the page know, and how is it looked up? Mirrors `dutygraph.out.page.model`. */

export type Pair = [zh: string, en: string];
/** Code points of the source, the end exclusive. */
export type Span = [start: number, end: number];
export type Grade = "explicit" | "implied" | "contested" | "missing";
export type Kind = "entrust" | "report" | "oversight" | "consequence";
export type LinkKind = Kind | "duty" | "return";
export type Severity = "error" | "warning" | "note";

export const LINKS: readonly LinkKind[] = [
  "entrust",
  "duty",
  "report",
  "oversight",
  "consequence",
  "return",
];
export const KINDS: readonly Kind[] = ["entrust", "report", "oversight", "consequence"];
export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];
export const UNRANKED = 99;

export interface Hop {
  from: string | null;
  to?: string;
  tie: string;
  grade: Grade;
  rules?: string[];
  norm?: string;
}

export interface ChainLink {
  kind: LinkKind;
  grade: Grade;
  contested?: boolean;
  hops?: number[];
  norms?: string[];
}

export interface Row {
  outcome: "closed" | "closed-implied" | "open";
  inScope: boolean;
  principals: string[];
  overseers: string[];
  links: ChainLink[];
}

export interface Holder {
  id: string;
  label: Pair;
  spelt?: string;
  kind: string;
  level?: number;
  members?: string[];
  boundary?: boolean;
  row?: Row;
}

export interface Norm {
  id: string;
  article?: string;
  quote?: Span;
  words: string;
  holders?: string[];
  force: string;
  functions?: string[];
  counterparts?: string[];
  recipients?: string[][];
  frequency?: string;
  imposers?: string[];
  mentions?: Span[];
  conditions?: Span[];
  silent?: string[];
  evidence: string;
  rules?: string[];
}

export interface Line {
  id: string;
  from: string;
  to: string;
  kind: Kind | "option" | "partner" | "post" | "member";
  grade: Grade;
  rules?: string[];
  norms?: string[];
  general?: boolean;
}

export interface Gap {
  id: string;
  holder: string;
  kind: Kind;
  closes: LinkKind[];
  from: string;
  to: string;
  sentence: Pair;
  article?: string;
  amends?: string;
}

export interface Provision {
  id: string;
  kind: "notice" | "chapter" | "article";
  label: Pair;
  start: number;
  end: number;
  purposes?: Span[];
  uncovered?: Span[];
}

export interface Loop {
  id: string;
  principal: string;
  holder: string;
  grade: Grade;
  boundary?: boolean;
  hops: number[];
}

export interface Finding {
  check: string;
  severity: Severity;
  label: Pair;
  holder?: string;
  norm?: string;
  article?: string;
  message: Pair;
  cure: Pair;
  span?: Span;
  because?: string;
  accepted?: boolean;
}

/** A level of the whole picture; columns count from the middle, rows from its top. */
export interface Lane {
  rank: number;
  rows: number;
  cells: [holder: string, column: number, row: number][];
}

export interface Data {
  system: string;
  title: Pair;
  evidence: string;
  verdict: Row["outcome"];
  summary: Record<string, number>;
  tally: Record<string, number>;
  counts: Record<string, number>;
  levels: { rank: number; label: Pair }[];
  codes: Record<string, Record<string, Pair>>;
  text: string | null;
  provisions: Provision[];
  norms: Norm[];
  holders: Holder[];
  lines: Line[];
  gaps: Gap[];
  loops: Loop[];
  /** The steps of all walks, which name them by number. */
  hops: Hop[];
  readings: { norm: string; note: Pair; changes: boolean }[];
  checks: Record<string, { title: Pair; why: Pair }>;
  findings: Finding[];
  lanes: Lane[];
  sequence: string[];
}

/** The data with the indexes that the views ask. Nothing in it changes. */
export class Model {
  readonly holders = new Map<string, Holder>();
  readonly norms = new Map<string, Norm>();
  readonly lines = new Map<string, Line>();
  readonly gaps = new Map<string, Gap>();
  readonly loops = new Map<string, Loop>();
  readonly provisions = new Map<string, Provision>();
  readonly linesAt = new Map<string, Line[]>();
  readonly gapsOf = new Map<string, Gap[]>();
  readonly normsOf = new Map<string, Norm[]>();
  readonly linesOn = new Map<string, Line[]>();
  readonly place = new Map<string, number>();
  readonly points: string[];

  constructor(readonly data: Data) {
    this.points = Array.from(data.text ?? "");
    for (const one of data.holders) this.holders.set(one.id, one);
    for (const one of data.provisions) this.provisions.set(one.id, one);
    for (const one of data.loops) this.loops.set(one.id, one);
    for (const one of data.gaps) {
      this.gaps.set(one.id, one);
      push(this.gapsOf, one.holder, one);
    }
    for (const one of data.norms) {
      this.norms.set(one.id, one);
      for (const holder of one.holders ?? []) push(this.normsOf, holder, one);
    }
    for (const one of data.lines) {
      this.lines.set(one.id, one);
      push(this.linesAt, one.from, one);
      push(this.linesAt, one.to, one);
      for (const norm of one.norms ?? []) push(this.linesOn, norm, one);
    }
    data.sequence.forEach((id, at) => this.place.set(id, at));
  }

  hops({ hops }: { hops?: number[] }): Hop[] {
    return (hops ?? []).flatMap((at) => this.data.hops[at] ?? []);
  }

  /** The words of the source at a span. */
  words([start, end]: Span): string {
    return this.points.slice(start, end).join("");
  }

  article(id: string | undefined): Provision | undefined {
    return id === undefined ? undefined : this.provisions.get(id);
  }

  /** The holders that are judged, from the highest level down. */
  get rows(): (Holder & { row: Row })[] {
    return this.data.holders.filter((h): h is Holder & { row: Row } => h.row !== undefined);
  }

  /** The holders of the whole picture, lane by lane; none where it is too large. */
  get whole(): string[] {
    return this.data.lanes.flatMap((lane) => lane.cells.map(([id]) => id));
  }

  /** The norms that a holder bears, its partners' among them where it is a joint holder. */
  borne(holder: Holder): Norm[] {
    const bearers = [holder.id, ...(holder.kind === "joint" ? (holder.members ?? []) : [])];
    return [...new Set(bearers.flatMap((id) => this.normsOf.get(id) ?? []))];
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
