/** Which sources is the built page made of? One hash, recomputed by a test without Node. */

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const SINGLE = [
  "index.html",
  "package-lock.json",
  "package.json",
  "sources.mjs",
  "tsconfig.json",
  "vite.config.mjs",
];

/** Hash the name and the bytes of each source, by name. */
export function sourcesHash(root) {
  const inside = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const hash = createHash("sha256");
  for (const name of [...SINGLE, ...inside].sort()) {
    hash
      .update(name)
      .update("\0")
      .update(readFileSync(join(root, name)))
      .update("\0");
  }
  return hash.digest("hex");
}
