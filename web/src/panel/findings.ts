/** Which findings are there, by how grave they are and by check? */

import type { Context } from "../context";
import { clear, el } from "../element";
import { type Finding, SEVERITIES, type Severity } from "../model";
import { badge } from "./pieces";

const PAGE = 120;

export class FindingsView {
  readonly node = el("section", { class: "view findings", id: "view-findings" });
  private most = PAGE;

  constructor(private readonly context: Context) {}

  render(): void {
    const { say, model, store } = this.context;
    const { severity, check } = store.now;
    const all = model.data.findings;
    const fits = all.filter(
      (f) => (!severity || f.severity === severity) && (!check || f.check === check),
    );
    const shown = fits.slice(0, this.most);
    clear(
      this.node,
      el(
        "div",
        { class: "filters" },
        this.severities(all),
        this.checks(all),
        el("span", { class: "tally", role: "status" }, say("shownOf", fits.length, all.length)),
      ),
      el(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": say("findings") },
        ...this.groups(shown),
        this.further(fits.length),
      ),
    );
  }

  /** All of them, where nobody can ask for more. */
  renderWhole(): void {
    this.most = Number.POSITIVE_INFINITY;
    this.render();
  }

  private severities(all: Finding[]): HTMLElement {
    const { say, store, code } = this.context;
    const option = (severity: Severity | "", name: string) =>
      el(
        "button",
        {
          type: "button",
          class: `filter filter-${severity || "all"}`,
          "aria-pressed": String(store.now.severity === severity),
          "data-severity": severity || "all",
          click: () => store.set({ severity }),
        },
        name,
        el(
          "span",
          { class: "count" },
          all.filter((f) => !severity || f.severity === severity).length,
        ),
      );
    return el(
      "div",
      { class: "segmented", role: "group", "aria-label": say("findings") },
      option("", say("all")),
      ...SEVERITIES.map((s) => option(s, code(s))),
    );
  }

  private checks(all: Finding[]): HTMLElement {
    const { say, store, pick, model } = this.context;
    const counts = new Map<string, number>();
    for (const f of all) counts.set(f.check, (counts.get(f.check) ?? 0) + 1);
    const option = (value: string, name: string) =>
      el("option", { value, selected: store.now.check === value }, name);
    return el(
      "select",
      {
        class: "choice",
        "aria-label": say("allChecks"),
        change: (event: Event) => store.set({ check: (event.target as HTMLSelectElement).value }),
      },
      option("", say("allChecks")),
      ...[...counts].map(([name, count]) =>
        option(name, `${pick(model.data.checks[name]?.title)}（${name}）${count}`),
      ),
    );
  }

  private groups(found: Finding[]): HTMLElement[] {
    const { context } = this;
    const groups = new Map<string, Finding[]>();
    for (const f of found) {
      const key = `${f.severity} ${f.check}`;
      groups.set(key, [...(groups.get(key) ?? []), f]);
    }
    return [...groups.values()].map((group) => {
      const [first] = group as [Finding];
      const check = context.model.data.checks[first.check];
      return el(
        "section",
        { class: "group" },
        el(
          "h2",
          {},
          badge(context, first.severity),
          context.pick(check?.title),
          el("code", {}, first.check),
          el("span", { class: "count" }, group.length),
        ),
        el("p", { class: "why" }, context.pick(check?.why)),
        ...group.map((f) => findingItem(context, f)),
      );
    });
  }

  private further(all: number): HTMLElement | null {
    if (all <= this.most) return null;
    const more = () => {
      this.most += PAGE;
      this.render();
    };
    const next = Math.min(PAGE, all - this.most);
    return el(
      "button",
      { class: "quiet", type: "button", click: more },
      this.context.say("more", next),
    );
  }
}

export function findingItem(context: Context, one: Finding): HTMLElement {
  const { model, store, pick, articleName, say } = context;
  const sel = `finding:${model.data.findings.indexOf(one)}`;
  return el(
    "button",
    {
      class: `finding is-${one.severity}${store.now.sel === sel ? " is-chosen" : ""}`,
      type: "button",
      click: () => store.select(sel),
    },
    el("span", { class: "finding-place" }, articleName(one.article) || "—"),
    el(
      "span",
      {},
      pick(one.message),
      one.accepted ? el("span", { class: "chip is-plain" }, say("accepted")) : null,
    ),
  );
}
