// Makes the page of `poldyn report` without its content: one HTML file with style and script in it.
//   node web/build.mjs MODULES OUTPUT      MODULES: the folder node_modules that has what package.json names
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(process.argv[2]);
const output = resolve(process.argv[3]);
const esbuild = createRequire(join(modules, "any.js"))("esbuild");

const options = { absWorkingDir: here, bundle: true, minify: true, write: false, nodePaths: [modules], logLevel: "warning" };
const script = await esbuild.build({ ...options, entryPoints: ["report.ts"], format: "iife", target: "es2020",
  legalComments: "none", metafile: true, charset: "utf8" });
const style = await esbuild.build({ ...options, entryPoints: ["report.css"], charset: "utf8" });

// What is passed on in the page keeps its licence: each text once, with the packages that it holds for.
const holders = new Map();
for (const input of Object.keys(script.metafile.inputs)) {
  const name = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1];
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt"].map((one) => join(modules, name ?? "", one)).find(existsSync);
  if (!name || !file) continue;
  const text = readFileSync(file, "utf8").trim();
  holders.set(text, new Set([...(holders.get(text) ?? []), name]));
}
const licences = [...holders].map(([text, names]) => `${[...names].sort().join(", ")}\n\n${text}`).join("\n\n");

const code = script.outputFiles[0].text.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
const hash = createHash("sha256").update(code, "utf8").digest("base64");
const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;

writeFileSync(output, `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title><!--poldyn:title--></title>
<style>${style.outputFiles[0].text.trim()}</style>
</head>
<body>
<!--poldyn:main-->
<script type="application/json" id="charts"><!--poldyn:charts--></script>
<script>${code}</script>
<!--
The charts are drawn by these packages, under these licences.

${licences.replaceAll("--", "- -")}
-->
</body>
</html>
`);
