/**
 * How does the page become one file? Scripts and styles inline, and a policy that lets in no others.
 * With `--mode query`, how does the page of queries of the server become a script and a style?
 */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
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

/** Name the sources in the script, and the licence of the editor that is in it. */
function named() {
  const notice = readFileSync(new URL("src/query/LICENSE", import.meta.url), "utf8").trim();
  return {
    name: "named",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const chunk of Object.values(bundle)) {
          if (chunk.type === "chunk") {
            chunk.code = `/* sources: ${sourcesHash(here)} */\n/*!\n${notice}\n*/\n${chunk.code}`;
          }
        }
      },
    },
  };
}

/** Keep the editor from writing a style into the page, which the policy forbids; ours has the rules. */
function strict() {
  const written = 'document.createElement("style")';
  return {
    name: "strict",
    transform(code, id) {
      if (!id.endsWith("/yasgui.esm.js")) return null;
      if (code.split(written).length !== 2) throw new Error("the editor writes other styles now");
      return { code: code.replace(written, 'document.createElement("template")'), map: null };
    },
  };
}

const into = (room) =>
  fileURLToPath(new URL(`../src/dutygraph/out/${room}/built`, import.meta.url));

const page = {
  root: here,
  base: "./",
  build: {
    outDir: into("page"),
    emptyOutDir: true,
    modulePreload: false,
    target: "es2022",
    reportCompressedSize: false,
  },
  plugins: [viteSingleFile({ removeViteModuleLoader: true }), sealed()],
};

const query = {
  root: here,
  base: "./",
  build: {
    outDir: into("site"),
    emptyOutDir: true,
    modulePreload: false,
    target: "es2022",
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rollupOptions: {
      input: {
        query: fileURLToPath(new URL("src/query/main.ts", import.meta.url)),
        site: fileURLToPath(new URL("src/site/site.css", import.meta.url)),
      },
      output: {
        entryFileNames: "[name].js",
        assetFileNames: "[name].[ext]",
      },
    },
  },
  plugins: [strict(), named()],
};

export default defineConfig(({ mode }) => (mode === "query" ? query : page));
