/** How does the editor of queries work without asking anything of any other host? */

import Yasgui from "@zazuko/yasgui";
import type { Example, Given } from "./given";

export interface Editor {
  show(example: Example): void;
}

export function editor(place: HTMLElement, given: Given): Editor {
  offer(given);
  Yasgui.Yasqe.defaults.value = given.examples[0]?.query ?? "";
  const yasgui = new Yasgui(place, {
    autofocus: false,
    copyEndpointOnNewTab: false,
    endpointCatalogueOptions: { getData: () => [], keys: [], renderItem: () => undefined },
    persistenceId: "dutygraph",
    persistencyExpire: 60 * 60 * 24,
    populateFromUrl: true,
    requestConfig: {
      endpoint: given.endpoint,
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
      tab.setEndpoint(given.endpoint);
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

/** Give names to what the editor leaves unnamed for those who cannot see it. */
function nameFields(place: HTMLElement, given: Given): void {
  const name = () => {
    place.querySelector(".CodeMirror textarea")?.setAttribute("aria-label", "SPARQL");
    place.querySelector(".yasqe_queryButton")?.setAttribute("aria-label", given.words.run);
    for (const link of place.querySelectorAll<HTMLElement>(".tabsList a, .tabsList div")) {
      if (!link.getAttribute("aria-label") && !link.textContent?.trim()) link.title ||= "SPARQL";
    }
  };
  name();
  new MutationObserver(name).observe(place, { childList: true, subtree: true });
}
