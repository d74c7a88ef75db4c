/** What does every view need: the data, the choice, and the tongue? */

import { UNRANKED, type Model, type Pair } from "./model";
import type { Store } from "./state";
import { speak, speakCode, type Word } from "./words";

export class Context {
  constructor(
    readonly model: Model,
    readonly store: Store,
  ) {}

  say = (word: Word, ...values: (string | number)[]): string =>
    speak(this.store.now.lang, word, ...values);

  code = (code: string): string => speakCode(this.store.now.lang, code);

  /** A label in the language chosen. */
  pick = (pair: Pair | undefined): string => pair?.[this.store.now.lang === "en" ? 1 : 0] ?? "";

  /** The label of a holder; "not stated" where the text names nobody. */
  name = (id: string | null | undefined): string => {
    if (id === null || id === undefined) return this.say("notStated");
    const holder = this.model.holders.get(id);
    return holder ? this.pick(holder.label) : id;
  };

  articleName = (id: string | undefined): string => this.pick(this.model.article(id)?.label);

  levelName = (rank: number | undefined): string => {
    const level = this.model.data.levels.find((l) => l.rank === rank);
    return rank === undefined || rank === UNRANKED || !level
      ? this.say("unranked")
      : this.pick(level.label);
  };

  ruleNames = (rules: string[] | undefined): string =>
    (rules ?? [])
      .map((rule) => {
        const label = this.pick(this.model.data.codes.rule?.[rule]);
        return label && label !== rule ? `${rule} ${label}` : rule;
      })
      .join("、");

  coded = (scheme: string, code: string): string =>
    this.pick(this.model.data.codes[scheme]?.[code]) || code;
}
