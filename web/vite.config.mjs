/** How does the page become one file? Scripts and styles inline, and a policy that lets in no others. */

import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";
import { sourcesHash } from "./sources.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Name the sources, and allow by hash the one script and the one style that are in the page. */
function sealed() {
  return {
    name: "sealed",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const asset of Object.values(bundle)) {
          if (asset.fileName.endsWith(".html")) asset.source = seal(String(asset.source));
        }
      },
    },
  };
}

function seal(page) {
  const allowed = (tag) =>
    [
      ...page.matchAll(
        new RegExp(`<${tag}(?![^>]*application/json)[^>]*>([\\s\\S]*?)</${tag}>`, "g"),
      ),
    ]
      .map(([, body]) => `'sha256-${createHash("sha256").update(body).digest("base64")}'`)
      .join(" ");
  const policy = [
    "default-src 'none'",
    `script-src ${allowed("script")}`,
    `style-src ${allowed("style")}`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return page.replace(
    /<meta charset="utf-8"\s*\/?>/,
    (meta) =>
      `${meta}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />` +
      `\n    <meta name="sources" content="${sourcesHash(here)}" />`,
  );
}

export default defineConfig({
  root: here,
  base: "./",
  build: {
    outDir: fileURLToPath(new URL("../src/dutygraph/out/page/built", import.meta.url)),
    emptyOutDir: true,
    modulePreload: false,
    target: "es2022",
    reportCompressedSize: false,
  },
  plugins: [viteSingleFile({ removeViteModuleLoader: true }), sealed()],
});
