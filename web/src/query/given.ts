/** What does the server tell the page of queries? */

export interface Example {
  name: string;
  summary: string;
  group: string;
  query: string;
}

export interface Given {
  endpoint: string;
  /** Where any IRI is described; the IRI follows, encoded. */
  describe: string;
  prefixes: Record<string, string>;
  /** The classes and properties that the editor offers. */
  terms: { classes: string[]; properties: string[] };
  examples: Example[];
  words: { run: string; name: string; size: string };
}
