/* Builds the pages: every row of PAGES becomes NAME.js and NAME.css in its folder of the package, and beside them
   THIRD_PARTY.txt with the licence texts of all packages of npm that went into the folder. NAME/built.json keeps the
   hashes of the page's sources, so that a test can tell whether it is built from what is here. Run by `npm run build`. */

import { createHash } from "node:crypto";
import { copyFile, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

/** A page: its name, the modules that it starts from, the folder that it is built into, and its HTML, which is copied. */
const PAGES = [
  { name: "annotate", entries: ["annotate/main.js", "annotate/style.css"], folder: "../pipeline/annotate/assets", html: "annotate/index.html" },
  { name: "view", entries: ["view/main.js", "view/page.css"], folder: "../pipeline/write/page/assets" },
];

/** Plot puts a style element into every plot, which the content policy of the pages forbids: they have its rules in CSS. */
const plainPlots = {
  name: "plots without style elements",
  setup(building) {
    building.onLoad({ filter: /@observablehq[\\/]plot[\\/]src[\\/]plot\.js$/ }, async ({ path: file }) => {
      const source = await readFile(file, "utf8");
      const contents = source.replace(/svg\.append\("style"\)\.text\(\s*`[^`]*`\s*\)/, "svg");
      if (contents === source) throw new Error(`${file}: no style element is made there any more`);
      return { contents };
    });
  },
};

/** Return the folders under node_modules that inputs of a build come from, "node_modules/@scope/name" or shorter. */
function packagesOf(inputs) {
  const found = new Set();
  for (const input of inputs) {
    const at = input.lastIndexOf("node_modules/");
    if (at < 0) continue;
    const parts = input.slice(at).split("/");
    found.add(input.slice(0, at) + parts.slice(0, parts[1].startsWith("@") ? 3 : 2).join("/"));
  }
  return found;
}

/** Return the SHA-256 of the inputs of a build that are ours, by path. */
async function sourcesOf(inputs) {
  const ours = Object.keys(inputs).filter((input) => !input.includes("node_modules/"));
  const hashed = async (file) => [file, createHash("sha256").update(await readFile(file)).digest("hex")];
  return Object.fromEntries(await Promise.all(ours.sort().map(hashed)));
}

/** Return the licence texts of a package under a heading; an error where it has none. */
async function licence(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8"));
  const files = (await readdir(folder)).filter((f) => /^(licen[cs]e|copying|notice)/i.test(f)).sort();
  if (!files.length) throw new Error(`${name}: no licence text in ${folder}`);
  const texts = await Promise.all(files.map((f) => readFile(path.join(folder, f), "utf8")));
  return `${name} ${version} (${license})\n${"-".repeat(72)}\n${texts.map((t) => t.trim()).join("\n\n")}\n`;
}

const packages = new Map();
for (const { name, entries, folder, html } of PAGES) {
  const result = await build({
    entryPoints: entries.map((entry) => ({ in: entry, out: name })),
    outdir: folder,
    bundle: true,
    minify: true,
    format: "iife",
    target: ["es2022"],
    charset: "utf8",
    legalComments: "none",
    metafile: true,
    plugins: [plainPlots],
    logLevel: "info",
  });
  const built = await sourcesOf(result.metafile.inputs);
  await writeFile(`${name}/built.json`, `${JSON.stringify(built, null, 1)}\n`);
  const known = packages.get(folder) ?? new Set();
  for (const found of packagesOf(Object.keys(result.metafile.inputs))) known.add(found);
  packages.set(folder, known);
  if (html) await copyFile(html, path.join(folder, path.basename(html)));
}
for (const [folder, known] of packages) {
  const texts = await Promise.all([...known].sort().map(licence));
  const head = "The pages in this folder hold the following packages of npm, under their licences.\n\n";
  await writeFile(path.join(folder, "THIRD_PARTY.txt"), head + texts.join("\n\n"));
}
