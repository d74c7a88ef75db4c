/** What is chosen on the page? The whole of it stands in the address, so a link restores it. */

import { KINDS, type Severity } from "./model";

export type View = "graph" | "verdict" | "findings" | "coverage" | "text";
export type Lang = "zh" | "en";

export interface State {
  view: View;
  lang: Lang;
  /** What is selected: `holder:ID`, `norm:ID`, `line:ID`, `gap:ID`, `finding:N`, `words:A-B`. */
  sel: string;
  /** One link of the selected holder, as `report`. */
  link: string;
  /** What the graph shows: `whole`, `level:RANK`, `holder:ID`, `article:ID`. */
  show: string;
  /** Holders whose neighbours were unfolded. */
  open: string[];
  /** Kinds and grades of lines that are hidden or unfolded against the custom. */
  hide: string[];
  /** A walk: a loop's id or `holder:ID`, and the step reached, from 0. */
  walk: string;
  step: number;
  severity: Severity | "";
  check: string;
}

const CUSTOM: State = {
  view: "graph",
  lang: "zh",
  sel: "",
  link: "",
  show: "whole",
  open: [],
  hide: ["general", "others"],
  walk: "",
  step: 0,
  severity: "",
  check: "",
};
const VIEWS: readonly View[] = ["graph", "verdict", "findings", "coverage", "text"];
const FOLDS = [...KINDS, "explicit", "implied", "contested", "missing", "general", "others"];

export class Store {
  private current: State;
  private readonly listeners: ((now: State, before: State) => void)[] = [];

  constructor(private readonly custom: Partial<State> = {}) {
    this.current = this.read();
    addEventListener("hashchange", () => this.move(this.read(), false));
  }

  get now(): Readonly<State> {
    return this.current;
  }

  listen(listener: (now: State, before: State) => void): void {
    this.listeners.push(listener);
  }

  set(change: Partial<State>): void {
    this.move({ ...this.current, ...change }, true);
  }

  select(sel: string, change: Partial<State> = {}): void {
    this.set({ sel, link: "", walk: "", step: 0, ...change });
  }

  toggle(fold: string): void {
    const hide = this.current.hide;
    this.set({ hide: hide.includes(fold) ? hide.filter((f) => f !== fold) : [...hide, fold] });
  }

  private move(next: State, write: boolean): void {
    const before = this.current;
    this.current = next;
    if (write) {
      const fragment = this.written(next);
      if (fragment !== location.hash.slice(1)) {
        const lasting =
          before.sel !== next.sel || before.view !== next.view || before.show !== next.show;
        const address = fragment ? `#${fragment}` : location.pathname + location.search;
        history[lasting ? "pushState" : "replaceState"](null, "", address);
      }
    }
    for (const listener of this.listeners) listener(next, before);
  }

  private written(state: State): string {
    const custom = { ...CUSTOM, ...this.custom };
    const found = new URLSearchParams();
    for (const key of Object.keys(CUSTOM) as (keyof State)[]) {
      const value = said(state[key]);
      if (value !== said(custom[key])) found.set(key, value);
    }
    return found.toString();
  }

  /** Read the address; what it says wrongly is as if it were not there. */
  private read(): State {
    const given = new URLSearchParams(location.hash.slice(1));
    const custom = { ...CUSTOM, ...this.custom };
    const list = (key: "open" | "hide") =>
      given.has(key) ? (given.get(key) ?? "").split(" ").filter(Boolean) : custom[key];
    const view = given.get("view") as View;
    const severity = given.get("severity") ?? "";
    return {
      view: VIEWS.includes(view) ? view : custom.view,
      lang: given.get("lang") === "en" ? "en" : given.get("lang") === "zh" ? "zh" : custom.lang,
      sel: given.get("sel") ?? custom.sel,
      link: given.get("link") ?? custom.link,
      show: given.get("show") ?? custom.show,
      open: list("open"),
      hide: list("hide").filter((fold) => FOLDS.includes(fold)),
      walk: given.get("walk") ?? custom.walk,
      step: Math.max(0, Number.parseInt(given.get("step") ?? "0", 10) || 0),
      severity: ["error", "warning", "note"].includes(severity) ? (severity as Severity) : "",
      check: given.get("check") ?? "",
    };
  }
}

/** Names have no spaces in them: they are ends of IRIs. */
function said(value: State[keyof State]): string {
  return Array.isArray(value) ? value.join(" ") : String(value);
}
