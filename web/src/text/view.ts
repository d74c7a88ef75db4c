/** How does the regulation stand beside the graph, with the exact words lit? */

import type { Context } from "../context";
import { clear, el } from "../element";
import { type Focus, saying, span, split } from "../focus";
import type { Norm, Span } from "../model";
import { segments } from "./segments";

export class TextView {
  readonly node: HTMLElement;
  private readonly law = el("article", {
    class: "law",
    lang: "zh-Hans",
    tabindex: 0,
    role: "region",
  });
  private readonly pieces: { start: number; end: number; node: HTMLElement }[] = [];
  private shownAt = "";
  private readonly order: Norm[];

  constructor(private readonly context: Context) {
    const { model } = context;
    for (const segment of segments(model)) {
      const node = el(
        "span",
        { class: `seg seg-${segment.kind}`, "data-start": segment.start },
        segment.words,
      );
      if (segment.article !== undefined) node.dataset.article = segment.article;
      if (segment.kind === "hidden") {
        node.dataset.code = Array.from(segment.words, (c) =>
          (c.codePointAt(0) ?? 0).toString(16).padStart(4, "0"),
        ).join(" ");
      }
      this.pieces.push({ start: segment.start, end: segment.end, node });
    }
    this.paint(
      "is-norm",
      model.data.norms.flatMap((n) => (n.quote ? [n.quote] : [])),
    );
    this.paint(
      "is-purpose",
      model.data.provisions.flatMap((p) => p.purposes ?? []),
    );
    this.paint(
      "is-uncovered",
      model.data.provisions.flatMap((p) => p.uncovered ?? []),
    );
    clear(this.law, ...this.pieces.map((p) => p.node));
    this.node = el(
      "div",
      { class: "text" },
      model.points.length ? this.law : el("p", { class: "empty" }, context.say("noText")),
    );
    this.order = model.data.norms
      .filter((n) => n.quote)
      .sort((a, b) => (a.quote?.[0] ?? 0) - (b.quote?.[0] ?? 0));
    this.law.addEventListener("mouseup", (event) => this.chosen(event));
    this.law.addEventListener("keyup", (event) => {
      if (event.shiftKey || event.key === "Shift") this.chosen(event);
    });
    this.law.addEventListener("keydown", (event) => {
      if (event.key === "n" || event.key === "p") this.step(event.key === "n" ? 1 : -1);
    });
  }

  render(focus: Focus): void {
    const { store, say } = this.context;
    this.law.setAttribute("aria-label", say("text"));
    this.law.setAttribute("aria-description", say("textKeys"));
    this.law.classList.toggle("shows-coverage", store.now.view === "coverage");
    this.paint("is-hit", focus.spans);
    this.paint("is-beside", focus.beside);
    this.outline();
    const { sel, link, walk, step } = store.now;
    const at = [sel, link, walk, step].join(" ");
    if (at !== this.shownAt) this.reveal();
    this.shownAt = at;
  }

  /** Bring the first lit words into sight, unless some are in sight already. */
  reveal(): void {
    if (getSelection()?.isCollapsed === false) return;
    const lit = [...this.law.querySelectorAll<HTMLElement>(".is-hit")];
    if (!lit.length) lit.push(...this.law.querySelectorAll<HTMLElement>(".is-beside"));
    const [start, end] = chosenSpan(this.context);
    const first =
      lit[0] ?? (start < end ? this.pieces[this.pieceAt(start + 1) - 1]?.node : undefined);
    if (!first || !this.law.clientHeight) return;
    const box = this.law.getBoundingClientRect();
    const seen = (one: HTMLElement) => {
      const own = one.getBoundingClientRect();
      return own.top >= box.top && own.bottom <= box.bottom;
    };
    if (seen(first)) return;
    const top = first.getBoundingClientRect().top - box.top + this.law.scrollTop - box.height * 0.3;
    const far = Math.abs(top - this.law.scrollTop) > 2 * box.height;
    const still = far || matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.law.scrollTo({ top, behavior: still ? "auto" : "smooth" });
  }

  /** Words may begin and end within a piece: they are lit without a change to the page. */
  private outline(): void {
    const [start, end] = chosenSpan(this.context);
    if (!CSS.highlights) return;
    CSS.highlights.delete("chosen");
    if (end <= start) return;
    const range = new Range();
    const from = this.pieces[this.pieceAt(start + 1) - 1];
    const to = this.pieces[this.pieceAt(end) - 1];
    if (!from?.node.firstChild || !to?.node.firstChild) return;
    range.setStart(from.node.firstChild, units(from.node, start - from.start));
    range.setEnd(to.node.firstChild, units(to.node, end - to.start));
    CSS.highlights.set("chosen", new Highlight(range));
  }

  private paint(name: string, spans: Span[]): void {
    const inside = new Set<number>();
    for (const [start, end] of spans) {
      for (let at = this.pieceAt(start); at < this.pieces.length; at += 1) {
        const piece = this.pieces[at];
        if (!piece || piece.start >= end) break;
        if (piece.start >= start && piece.end <= end) inside.add(at);
      }
    }
    this.pieces.forEach((piece, at) => piece.node.classList.toggle(name, inside.has(at)));
  }

  /** The first piece that begins at a place or after it, by halving. */
  private pieceAt(start: number): number {
    let [low, high] = [0, this.pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.pieces[middle]?.start ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Words were selected, or one place was pressed: find what stands there. */
  private chosen(event: Event): void {
    const { model, store } = this.context;
    const picked = getSelection();
    if (!picked || !this.law.contains(picked.anchorNode)) return;
    if (picked.isCollapsed) {
      if (event.type !== "mouseup") return;
      const at = this.pointAt(picked.anchorNode, picked.anchorOffset);
      const near = at === undefined ? [] : saying(model, [Math.max(0, at - 1), at + 1]);
      const pressed = (event.target as Element).closest<HTMLElement>(".seg");
      const start = Number(pressed?.dataset.start ?? -1);
      const own = near.filter((n) => n.quote && n.quote[0] <= start && start < n.quote[1]);
      const shortest = own.sort((a, b) => length(a) - length(b))[0];
      if (shortest) store.select(`norm:${shortest.id}`);
      else if (pressed?.dataset.article) store.select(`article:${pressed.dataset.article}`);
      return;
    }
    const ends = [
      this.pointAt(picked.anchorNode, picked.anchorOffset),
      this.pointAt(picked.focusNode, picked.focusOffset),
    ].filter((at): at is number => at !== undefined);
    if (ends.length < 2) return;
    const [start, end] = [Math.min(...ends), Math.max(...ends)];
    if (end > start) store.select(`words:${start}-${end}`);
  }

  /** The place in the text of a place in the page, in code points. */
  private pointAt(node: Node | null, offset: number): number | undefined {
    if (!node) return undefined;
    if (node === this.law) return this.pieces[offset]?.start ?? this.context.model.points.length;
    const own = node instanceof HTMLElement ? node : node.parentElement;
    const piece = own?.closest<HTMLElement>(".seg");
    if (!piece) return undefined;
    const before = node.nodeType === Node.TEXT_NODE ? (node.nodeValue ?? "").slice(0, offset) : "";
    const whole =
      node.nodeType !== Node.TEXT_NODE && offset > 0 ? (piece.textContent ?? "") : before;
    return Number(piece.dataset.start) + Array.from(whole).length;
  }

  private step(by: number): void {
    const { store } = this.context;
    const now = this.order.findIndex((n) => store.now.sel === `norm:${n.id}`);
    const next = this.order[now < 0 ? (by > 0 ? 0 : this.order.length - 1) : now + by];
    if (next) store.select(`norm:${next.id}`);
  }
}

function length(norm: Norm): number {
  return norm.quote ? norm.quote[1] - norm.quote[0] : 0;
}

function chosenSpan({ store }: Context): Span {
  const [kind, id] = split(store.now.sel);
  return kind === "words" ? span(id) : [0, 0];
}

/** So many code units do the first code points of a piece take. */
function units(node: HTMLElement, points: number): number {
  return Array.from(node.textContent ?? "")
    .slice(0, points)
    .join("").length;
}
