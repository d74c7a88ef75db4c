/** How is a holder, norm, article or check found by label or by the initials of its pinyin? */

import type { Context } from "../context";
import { clear, el } from "../element";
import type { State } from "../state";

interface Entry {
  keys: string[];
  kind: "holder" | "norm" | "article" | "findings";
  name: string;
  aside: string;
  change: Partial<State>;
}

const MOST = 30;

export class Search {
  readonly node: HTMLElement;
  readonly input = el("input", {
    class: "search-input",
    type: "search",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    "aria-expanded": "false",
    "aria-controls": "search-results",
    "aria-autocomplete": "list",
  });
  private readonly results = el("ul", {
    class: "search-results",
    id: "search-results",
    role: "listbox",
    hidden: true,
  });
  private found: Entry[] = [];
  private at = 0;

  constructor(private readonly context: Context) {
    this.node = el("div", { class: "search", role: "search" }, this.input, this.results);
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("focus", () => this.look());
    this.input.addEventListener("blur", () => setTimeout(() => this.show(false), 150));
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  render(): void {
    const { say } = this.context;
    this.input.placeholder = say("search");
    this.input.setAttribute("aria-label", say("search"));
    this.results.setAttribute("aria-label", say("results"));
  }

  private look(): void {
    const wanted = this.input.value.trim().toLowerCase();
    this.found = wanted ? this.entries(wanted) : [];
    this.at = 0;
    this.draw(wanted !== "");
  }

  private entries(wanted: string): Entry[] {
    const ranked: [number, Entry][] = [];
    for (const entry of this.all()) {
      const places = entry.keys
        .map((key) => key.toLowerCase().indexOf(wanted))
        .filter((at) => at >= 0);
      if (places.length) ranked.push([Math.min(...places) === 0 ? 0 : 1, entry]);
    }
    return ranked
      .sort(([a], [b]) => a - b)
      .slice(0, MOST)
      .map(([, entry]) => entry);
  }

  private *all(): Generator<Entry> {
    const { model, pick, levelName, articleName, say } = this.context;
    for (const h of model.data.holders) {
      const keys = [...h.label, ...(h.spelt ?? "").split(" ")].filter(Boolean);
      yield {
        keys,
        kind: "holder",
        name: pick(h.label),
        aside: levelName(h.level),
        change: { sel: `holder:${h.id}` },
      };
    }
    for (const p of model.data.provisions) {
      if (p.kind !== "article") continue;
      yield {
        keys: [...p.label],
        kind: "article",
        name: pick(p.label),
        aside: "",
        change: { sel: `article:${p.id}` },
      };
    }
    for (const n of model.data.norms) {
      yield {
        keys: [n.id, n.words],
        kind: "norm",
        name: n.words,
        aside: `${articleName(n.article)} ${n.id}`,
        change: { sel: `norm:${n.id}` },
      };
    }
    for (const [check, { title }] of Object.entries(model.data.checks)) {
      const count = model.data.findings.filter((f) => f.check === check).length;
      const change: Partial<State> = { view: "findings", check, severity: "" };
      yield {
        keys: [check, ...title],
        kind: "findings",
        name: pick(title),
        aside: say("findingsCount", count),
        change,
      };
    }
  }

  private draw(open: boolean): void {
    const { code, say } = this.context;
    const items = this.found.map((entry, at) =>
      el(
        "li",
        {
          id: `result-${at}`,
          role: "option",
          class: at === this.at ? "is-at" : "",
          "aria-selected": String(at === this.at),
          mousedown: (event: Event) => {
            event.preventDefault();
            this.take(entry);
          },
        },
        el("span", { class: "result-kind" }, code(entry.kind)),
        el("span", { class: "result-name" }, entry.name),
        el("span", { class: "result-aside" }, entry.aside),
      ),
    );
    const none = el(
      "li",
      { role: "option", class: "is-none", "aria-disabled": "true", "aria-selected": "false" },
      say("noResults"),
    );
    clear(this.results, ...(items.length ? items : [none]));
    this.show(open);
  }

  private show(open: boolean): void {
    this.results.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    const active = open && this.found.length ? `result-${this.at}` : "";
    if (active) this.input.setAttribute("aria-activedescendant", active);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && this.found.length) {
      event.preventDefault();
      this.at = (this.at + by + this.found.length) % this.found.length;
      this.draw(true);
      this.results.querySelector(".is-at")?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter") {
      const entry = this.found[this.at];
      if (entry) this.take(entry);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      this.input.value = "";
      this.show(false);
      this.input.blur();
    }
  }

  private take(entry: Entry): void {
    const { store } = this.context;
    this.input.value = "";
    this.show(false);
    this.input.blur();
    store.set({ link: "", walk: "", step: 0, ...entry.change });
  }
}
