/** How do header, views, text and details stand together? */

import type { Context } from "./context";
import { clear, el } from "./element";
import { type Focus, focusOf } from "./focus";
import { GraphView } from "./graph/view";
import { Card } from "./panel/card";
import { CoverageView } from "./panel/coverage";
import { FindingsView } from "./panel/findings";
import { Search } from "./panel/search";
import { VerdictView } from "./panel/verdict";
import type { State, View } from "./state";
import { TextView } from "./text/view";

interface Drawn {
  node: HTMLElement;
  render: () => void;
  renderWhole?: () => void;
}

export class Frame {
  private readonly views: Record<Exclude<View, "text">, Drawn>;
  private readonly search: Search;
  private readonly text: TextView;
  private readonly card: Card;
  private readonly tabs = el("nav", { class: "tabs" });
  private readonly title = el("h1", {});
  private readonly verdict = el("button", { class: "verdict-badge", type: "button" });
  private readonly language = el("button", { class: "language", type: "button" });
  private focus: Focus;

  constructor(
    private readonly context: Context,
    private readonly page: HTMLElement,
  ) {
    const { store } = context;
    this.focus = focusOf(context);
    this.search = new Search(context);
    this.text = new TextView(context);
    this.card = new Card(context);
    this.views = {
      graph: new GraphView(context, () => this.focus),
      verdict: new VerdictView(context),
      findings: new FindingsView(context),
      coverage: new CoverageView(context),
    };
    this.verdict.addEventListener("click", () => store.set({ view: "verdict" }));
    this.language.addEventListener("click", () =>
      store.set({ lang: store.now.lang === "en" ? "zh" : "en" }),
    );
    clear(
      page,
      el(
        "header",
        { class: "top" },
        this.title,
        this.verdict,
        this.tabs,
        this.search.node,
        this.language,
      ),
      el(
        "main",
        { class: "main" },
        el("div", { class: "views" }, ...Object.values(this.views).map((v) => v.node)),
        el("aside", { class: "side" }, this.card.node, this.text.node),
      ),
    );
    store.listen(() => this.render());
    addEventListener("keydown", (event) => this.key(event));
    addEventListener("beforeprint", () =>
      Object.values(this.views).forEach((v) => (v.renderWhole ?? v.render).call(v)),
    );
    this.render();
  }

  private render(): void {
    const { store } = this.context;
    this.focus = focusOf(this.context);
    this.head(store.now);
    this.page.dataset.view = store.now.view;
    this.page.dataset.selected = String(!!(store.now.sel || store.now.walk));
    this.search.render();
    this.card.render();
    const drawn = store.now.view === "text" ? "graph" : store.now.view;
    for (const [name, view] of Object.entries(this.views))
      view.node.classList.toggle("is-off", name !== drawn);
    this.keepingFocus(() => this.views[drawn].render());
    this.text.render(this.focus);
  }

  private head(now: Readonly<State>): void {
    const { say, pick, model, store, code } = this.context;
    document.documentElement.lang = now.lang === "en" ? "en" : "zh-Hans";
    document.title = `${pick(model.data.title)} · ${say("graph")}`;
    this.title.textContent = pick(model.data.title);
    this.title.title = pick(model.data.title);
    this.verdict.textContent = code(model.data.verdict);
    this.verdict.className = `verdict-badge badge badge-${model.data.verdict}`;
    this.language.textContent = say("language");
    this.language.setAttribute("aria-label", say("languageLabel"));
    this.tabs.setAttribute("aria-label", say("views"));
    const counts: Partial<Record<View, number>> = { findings: model.data.findings.length };
    const tab = (view: View) =>
      el(
        "button",
        {
          class: `tab tab-${view}`,
          type: "button",
          "aria-current": now.view === view ? "page" : null,
          "data-view": view,
          click: () => store.set({ view }),
        },
        say(view),
        counts[view] === undefined ? null : el("span", { class: "count" }, counts[view]),
      );
    const focused =
      document.activeElement instanceof HTMLElement
        ? document.activeElement.dataset.view
        : undefined;
    clear(this.tabs, ...(["graph", "verdict", "findings", "coverage", "text"] as const).map(tab));
    if (focused) this.tabs.querySelector<HTMLElement>(`[data-view="${focused}"]`)?.focus();
  }

  /** Draw again without losing what has the keyboard or how far a list was scrolled. */
  private keepingFocus(draw: () => void): void {
    const before = document.activeElement;
    const inside = before instanceof HTMLElement && this.page.contains(before) ? before : undefined;
    const peers = inside ? this.peers(inside) : [];
    const at = inside ? peers.indexOf(inside) : -1;
    const scrolls = [...this.page.querySelectorAll(".view .scroll")].map((s) => s.scrollTop);
    draw();
    [...this.page.querySelectorAll(".view .scroll")].forEach((s, n) => {
      s.scrollTop = scrolls[n] ?? 0;
    });
    if (inside && !inside.isConnected && at >= 0) this.peers(inside)[at]?.focus();
  }

  private peers(one: HTMLElement): HTMLElement[] {
    const name = one.className.split(" ")[0];
    return name ? [...this.page.querySelectorAll<HTMLElement>(`.${CSS.escape(name)}`)] : [];
  }

  private key(event: KeyboardEvent): void {
    const typing =
      event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    const { store } = this.context;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.search.input.focus();
    } else if (event.key === "Escape" && !typing) {
      const { sel, walk, open, show } = store.now;
      if (sel || walk) store.select("");
      else if (open.length || show !== "whole") store.set({ open: [], show: "whole" });
    } else if (store.now.walk && !typing && (event.key === "[" || event.key === "]")) {
      store.set({ step: Math.max(0, store.now.step + (event.key === "]" ? 1 : -1)) });
    }
  }
}
