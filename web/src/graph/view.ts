/** How is the duty graph drawn, moved and chosen from? */

import { select } from "d3-selection";
import { type ZoomBehavior, zoom, zoomIdentity, zoomTransform } from "d3-zoom";
import type { Context } from "../context";
import { clear, el, svg } from "../element";
import { type Focus, split, stepsOf } from "../focus";
import { card } from "./card";
import { byRow, curve, PORTS } from "./curves";
import { onKey } from "./keys";
import { CARD, type Layout, layout } from "./layout";
import { legend } from "./legend";
import { perspectives } from "./perspectives";
import { shown, type Shown } from "./shown";
import { type Drawn, number, stroke, tips } from "./strokes";

const NARROW = 560;
/** What a sheet of A4 holds between its margins, in pixels. */
const PAPER = 690;

export class GraphView {
  readonly node: HTMLElement;
  private readonly stage = el("div", { class: "stage" });
  private readonly world = el("div", { class: "world" });
  private readonly cards = el("div", { class: "cards" });
  private readonly drawing = svg("svg", { class: "drawing", "aria-hidden": "true" });
  /** What lies over the cards: the numbers of steps. */
  private readonly over = svg("svg", { class: "drawing over", "aria-hidden": "true" });
  private readonly bar = el("div", { class: "graph-bar" });
  private readonly legend = el("div", { class: "legend-place" });
  private readonly zoom: ZoomBehavior<HTMLElement, unknown>;
  private layout: Layout | undefined;
  private drawn = "";
  private at = "";
  private seen = "";

  constructor(
    private readonly context: Context,
    private readonly focus: () => Focus,
  ) {
    this.world.append(this.drawing, this.cards, this.over);
    this.stage.append(this.world);
    this.node = el(
      "section",
      { class: "view graph", id: "view-graph" },
      this.bar,
      this.stage,
      this.legend,
    );
    this.zoom = zoom<HTMLElement, unknown>()
      .scaleExtent([0.15, 3])
      .filter((event: Event) => allowed(event))
      .on("zoom", ({ transform }) => {
        this.world.style.transform = `translate(${transform.x}px,${transform.y}px) scale(${transform.k})`;
      });
    select(this.stage as HTMLElement)
      .call(this.zoom)
      .on("dblclick.zoom", null);
    this.stage.addEventListener("click", (event) => {
      const empty =
        event.target === this.stage || event.target === this.world || event.target === this.cards;
      if (empty) context.store.select("");
    });
    this.stage.addEventListener("keydown", (event) =>
      onKey(event, this.cards, context, this.layout),
    );
    this.cards.addEventListener("focusin", (event) => this.rove(event.target as HTMLElement));
    new ResizeObserver(() => this.resized()).observe(this.stage);
  }

  /** Draw what is chosen; the places move only when other holders are to be shown. */
  render(): void {
    const { context } = this;
    const focus = this.focus();
    const found = shown(context, focus);
    const columns = this.stage.clientWidth && this.stage.clientWidth < NARROW ? 3 : 8;
    const key = [columns, context.store.now.lang, ...found.holders].join(" ");
    const moved = key !== this.drawn;
    if (moved || !this.layout) {
      this.layout = layout(context.model, found.holders, columns, this.stage.clientHeight);
      this.place(this.layout, found);
      this.drawn = key;
    }
    this.draw(this.layout, found, focus);
    this.mark(focus);
    clear(
      this.bar,
      perspectives(context, found, { fit: () => this.fit(), zoom: (by) => this.scale(by) }),
    );
    clear(this.legend, legend(context));
    if (moved) this.fit();
    this.reveal(focus, moved);
  }

  fit(): void {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (!this.layout || !width) return;
    const across = (width - 12) / this.layout.width;
    const down = (height - 12) / this.layout.height;
    const least = width < NARROW ? across : Math.min(across, 0.7);
    const k = Math.min(1.15, Math.max(Math.min(across, down), least));
    const x = Math.max(4, (width - this.layout.width * k) / 2);
    const y = Math.max(6, (height - this.layout.height * k) / 2);
    select(this.stage as HTMLElement).call(
      this.zoom.transform,
      zoomIdentity.translate(x, y).scale(k),
    );
  }

  /** Bring what was just chosen into sight, where it is not. */
  private reveal(focus: Focus, moved: boolean): void {
    const { sel, walk, step } = this.context.store.now;
    const now = [sel, walk, step, this.stage.clientHeight].join(" ");
    if (now === this.seen && !moved) return;
    this.seen = now;
    const [kind, id] = split(sel);
    const wanted = kind === "holder" && !walk ? [id] : (this.ends() ?? [...focus.holders]);
    const spots = wanted.flatMap((one) => this.layout?.spots.get(one) ?? []);
    if (!spots.length) return;
    const [left, right] = [
      Math.min(...spots.map((s) => s.x)),
      Math.max(...spots.map((s) => s.x)) + CARD.width,
    ];
    const [top, bottom] = [
      Math.min(...spots.map((s) => s.y)),
      Math.max(...spots.map((s) => s.y)) + CARD.height,
    ];
    const at = zoomTransform(this.stage);
    const { clientWidth: width, clientHeight: height } = this.stage;
    const [x1, y1] = at.apply([left, top]);
    const [x2, y2] = at.apply([right, bottom]);
    if (x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height) return;
    select(this.stage as HTMLElement).call(
      this.zoom.translateTo,
      (left + right) / 2,
      (top + bottom) / 2,
    );
  }

  /** The two ends of the step that a walk has reached. */
  private ends(): string[] | undefined {
    const { model, store } = this.context;
    const one = store.now.walk ? stepsOf(model, store.now.walk)[store.now.step] : undefined;
    const way = one?.hop ?? one?.gap;
    return way ? [way.from, way.to].filter((end): end is string => !!end) : undefined;
  }

  private scale(by: number): void {
    select(this.stage as HTMLElement).call(this.zoom.scaleBy, by);
  }

  private resized(): void {
    if (this.stage.clientWidth) this.render();
  }

  private place(found: Layout, { holders, hidden }: Shown): void {
    const { context } = this;
    const { model, store } = context;
    const lanes = found.lanes.map((lane) => {
      const band = el(
        "div",
        { class: "lane" },
        el(
          "span",
          {
            class: `lane-name${Array.from(context.levelName(lane.rank)).length > 2 ? " is-long" : ""}`,
          },
          context.levelName(lane.rank),
        ),
      );
      band.style.cssText = `top:${lane.top}px;height:${lane.bottom - lane.top}px;width:${found.width}px`;
      return band;
    });
    const cards = [...holders].flatMap((id) => {
      const holder = model.holders.get(id);
      const spot = found.spots.get(id);
      if (!holder || !spot) return [];
      return card(context, holder, spot, hidden.get(id) ?? 0, {
        select: () => store.select(store.now.sel === `holder:${id}` ? "" : `holder:${id}`),
        unfold: () => store.set({ open: [...store.now.open, id] }),
      });
    });
    const spots = found.spots;
    cards.sort(
      (a, b) => order(spots.get(a.dataset.id ?? "")) - order(spots.get(b.dataset.id ?? "")),
    );
    this.cards.setAttribute("role", "group");
    this.cards.setAttribute("aria-label", context.say("graphLabel"));
    this.cards.setAttribute("aria-description", context.say("keys"));
    clear(this.cards, ...lanes, ...cards);
    this.world.style.width = `${found.width}px`;
    this.world.style.setProperty("--on-paper", String(Math.min(1, PAPER / found.width)));
    this.world.style.height = `${found.height}px`;
    this.drawing.setAttribute("width", String(found.width));
    this.drawing.setAttribute("height", String(found.height));
    const first = this.cards.querySelector<HTMLElement>(
      `[data-id="${CSS.escape(this.at)}"] .card-main`,
    );
    (first ?? this.cards.querySelector<HTMLElement>(".card-main"))?.setAttribute("tabindex", "0");
  }

  private draw(found: Layout, { lines, gaps }: Shown, focus: Focus): void {
    const { store, code, name } = this.context;
    const rows = byRow(found.spots.values());
    const numbers = this.numbers();
    const [kind, id] = split(store.now.sel);
    const badges: SVGElement[] = [];
    const drawn = (line: Drawn, grade: string, sel: string): SVGElement[] => {
      const [from, to] = [found.spots.get(line.from), found.spots.get(line.to)];
      if (!from || !to) return [];
      const way = curve(from, to, line.kind, rows);
      const steps = numbers.get(`${line.kind} ${line.from} ${line.to}`) ?? [];
      if (steps.length)
        badges.push(
          number(steps, { x: way.x, y: way.y + (PORTS[line.kind] ?? 0) * 0.9 }, store.now.step),
        );
      const classes = [
        `line line-${line.kind} grade-${grade}`,
        focus.lines.has(line.id) || focus.gaps.has(line.id) ? "is-lit" : "",
        (kind === sel && id === line.id) || steps.includes(store.now.step) ? "is-chosen" : "",
      ];
      const made = stroke(
        {
          id: line.id,
          classes: classes.join(" ").trim(),
          d: way.path,
          tip: grade === "missing" ? grade : line.kind,
          title: `${code(line.kind)}（${code(grade)}）${name(line.from)} → ${name(line.to)}`,
        },
        () => store.select(`${sel}:${line.id}`),
      );
      return [made];
    };
    const paths = [
      ...lines.flatMap((line) => drawn(line, line.grade, "line")),
      ...gaps.flatMap((gap) => drawn(gap, "missing", "gap")),
    ];
    paths.sort((a, b) => lit(a) - lit(b));
    clear(this.drawing, tips(), ...paths);
    clear(this.over, ...badges);
    this.drawing.classList.toggle("has-focus", focus.holders.size > 0);
  }

  /** Which steps of the walk go over which line. */
  private numbers(): Map<string, number[]> {
    const { model, store } = this.context;
    const found = new Map<string, number[]>();
    if (!store.now.walk) return found;
    stepsOf(model, store.now.walk).forEach(({ hop, gap }, at) => {
      const key = hop
        ? `${hop.tie} ${hop.from} ${hop.to}`
        : gap
          ? `${gap.kind} ${gap.from} ${gap.to}`
          : "";
      found.set(key, [...(found.get(key) ?? []), at]);
    });
    return found;
  }

  private mark(focus: Focus): void {
    const [kind, id] = split(this.context.store.now.sel);
    const some = focus.holders.size > 0;
    this.cards.classList.toggle("has-focus", some);
    for (const box of this.cards.querySelectorAll<HTMLElement>(".card")) {
      const own = box.dataset.id ?? "";
      box.classList.toggle("is-lit", focus.holders.has(own));
      const chosen = kind === "holder" && id === own;
      box.classList.toggle("is-chosen", chosen);
      box.firstElementChild?.setAttribute("aria-pressed", String(chosen));
    }
  }

  private rove(target: HTMLElement): void {
    const box = target.closest<HTMLElement>(".card");
    if (!box) return;
    this.at = box.dataset.id ?? "";
    for (const one of this.cards.querySelectorAll(".card-main[tabindex='0']"))
      one.setAttribute("tabindex", "-1");
    box.firstElementChild?.setAttribute("tabindex", "0");
  }
}

/** The wheel zooms with a modifier or over the graph; a press on a card chooses, not drags. */
function allowed(event: Event): boolean {
  if (event.type === "wheel") return true;
  const on = event.target as Element;
  return !(event as MouseEvent).button && !on.closest("button");
}

function order(spot: { x: number; row: number } | undefined): number {
  return spot ? spot.row * 1e5 + spot.x : 0;
}

function lit(line: SVGElement): number {
  return line.classList.contains("is-lit") ? 1 : 0;
}
