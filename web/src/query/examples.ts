/** How are the named questions offered as examples? A list under groups, found by a few letters. */

import type { Example } from "./given";

export function examples(
  place: HTMLElement,
  known: Example[],
  choose: (one: Example) => void,
): void {
  const find = place.querySelector<HTMLInputElement>("input");
  const none = place.querySelector<HTMLElement>(".none");
  const buttons = [...place.querySelectorAll<HTMLButtonElement>("button[data-name]")];
  const byName = new Map(known.map((one) => [one.name, one]));
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const one = byName.get(button.dataset.name ?? "");
      if (!one) return;
      for (const other of buttons) other.removeAttribute("aria-current");
      button.setAttribute("aria-current", "true");
      choose(one);
    });
  }
  find?.addEventListener("input", () => {
    const words = find.value.trim().toLowerCase();
    for (const button of buttons) button.hidden = !wanted(button, words);
    for (const group of place.querySelectorAll<HTMLElement>("[data-group]")) {
      group.hidden = !group.querySelector("button:not([hidden])");
    }
    if (none) none.hidden = buttons.some((button) => !button.hidden);
  });
}

function wanted(button: HTMLButtonElement, words: string): boolean {
  return `${button.dataset.name} ${button.textContent}`.toLowerCase().includes(words);
}
