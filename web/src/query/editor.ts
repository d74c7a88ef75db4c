/** How does the editor of queries work without asking anything of any other host? */

import Yasgui from "@zazuko/yasgui";
import type { Example, Given } from "./given";

export interface Editor {
  show(example: Example): void;
}

export function editor(place: HTMLElement, given: Given): Editor {
  offer(given);
  const endpoint = new URL(given.endpoint, location.href).href;
  Yasgui.Yasqe.defaults.value = given.examples[0]?.query ?? "";
  // Whole words, and no types beside them, until a reader wants them.
  Object.assign(Yasgui.Yasr.defaults.plugins.table, {
    dynamicConfig: { compact: true, isEllipsed: false },
  });
  const yasgui = new Yasgui(place, {
    autofocus: false,
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => undefined },
    persistenceId: "dutygraph",
    persistencyExpire: 60 * 60 * 24,
    populateFromUrl: true,
    requestConfig: {
      endpoint,
      method: "POST",
      acceptHeaderSelect: "application/sparql-results+json",
      acceptHeaderGraph: "text/turtle",
    },
    yasqe: {
      prefixCcApi: null,
      autocompleters: ["variables", "known-prefixes", "known-classes", "known-properties"],
      createShareableLink: undefined,
    },
    yasr: { prefixes: given.prefixes, maxPersistentResponseSize: 0 },
  });
  keepLinksHere(place, given);
  nameFields(place, given);
  return {
    show(example) {
      const tab = yasgui.getTab() ?? yasgui.addTab(true);
      tab.setEndpoint(endpoint);
      tab.setQuery(example.query);
      tab.setName(example.name);
      void tab
        .getYasqe()
        ?.query()
        .catch(() => undefined);
      place.scrollIntoView({ block: "nearest" });
    },
  };
}

/** Offer the prefixes and terms that the server named; the usual completers ask other hosts. */
function offer(given: Given): void {
  const { Yasqe } = Yasgui;
  const { property, class: kind, prefixes } = Yasqe.Autocompleters;
  const known = Object.entries(given.prefixes).map(([name, space]) => `${name}: <${space}>`);
  const add = (name: string, base: typeof property, words: string[]) => {
    Yasqe.registerAutocompleter(
      { ...base, name, get: () => words, bulk: true, persistenceId: undefined },
      false,
    );
  };
  add("known-prefixes", prefixes, known);
  add("known-classes", kind, given.terms.classes);
  add("known-properties", property, given.terms.properties);
}

/** Lead each IRI of an answer to its description on this server, and nothing elsewhere. */
function keepLinksHere(place: HTMLElement, given: Given): void {
  const turn = () => {
    for (const link of place.querySelectorAll<HTMLAnchorElement>(".yasr a.iri:not([data-here])")) {
      const iri = link.getAttribute("href") ?? "";
      link.dataset.here = "true";
      link.href = given.describe + encodeURIComponent(iri);
      link.removeAttribute("target");
    }
  };
  new MutationObserver(turn).observe(place, { childList: true, subtree: true });
  turn();
}

/** Mend what the editor leaves unnamed, or out of reach, for those who use no eyes or no mouse. */
function nameFields(place: HTMLElement, given: Given): void {
  const tabs = document.createElement("span");
  tabs.setAttribute("role", "tablist");
  tabs.setAttribute("aria-label", "SPARQL");
  const label = (selector: string, words: string) => {
    for (const one of place.querySelectorAll(selector)) {
      if (one.getAttribute("aria-label") !== words) one.setAttribute("aria-label", words);
    }
  };
  const mend = () => {
    label(".CodeMirror textarea", "SPARQL");
    label(".yasqe_queryButton", given.words.run);
    label(".tabsList input", given.words.name);
    label("select.tableSizer", given.words.size);
    for (const one of place.querySelectorAll(".CodeMirror-scroll[tabindex='-1']")) {
      one.setAttribute("tabindex", "0");
    }
    // A list of tabs may own tabs alone, and the editor's own list has a button in it.
    const list = place.querySelector(".tabsList");
    list?.removeAttribute("role");
    if (list && !tabs.isConnected) list.before(tabs);
    const owned = [...place.querySelectorAll("[role='tab']")].map((tab) => tab.id).join(" ");
    if (tabs.getAttribute("aria-owns") !== owned) tabs.setAttribute("aria-owns", owned);
  };
  mend();
  new MutationObserver(mend).observe(place, { childList: true, subtree: true });
}
