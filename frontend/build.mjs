/**
 * Builds portal/static/portal/ and portal/pdf/fonts/ from src/ and Bootstrap Italia: `npm run build`.
 * The result is committed, so running the portal needs no Node. The same sources give the same bytes.
 *
 * Options, after `npm run build --`:
 *   --keep-all      leave unused classes in, while templates are being written;
 *   --out <folder>  write there instead;
 *   --check         write nothing, and fail if a committed file is not what the sources give.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { build as bundle } from "esbuild";
import { transform } from "lightningcss";
import { PurgeCSS } from "purgecss";
import { compile } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const { values: options } = parseArgs({
  options: { "keep-all": { type: "boolean" }, out: { type: "string" }, check: { type: "boolean" } },
});
const output = options.out ? resolve(options.out) : join(root, "portal/static/portal");
const stale = [];
const italia = join(here, "node_modules/bootstrap-italia");

// Where class names are written: templates, the Python that emits markup, the scripts.
const CONTENT = ["templates", "portal", "home", "news", "territori", "candidature", "istruttoria", "eventi", "moduli", "search", "frontend/src/js"];
const CONTENT_FILE = /\.(html|py|js)$/;
const NOT_CONTENT = /(^|\/)(migrations|static|__pycache__)\//;
// Of the Python, only files that write classes: elsewhere a word of a sentence would keep a class of that name.
const WRITES_CLASSES = /class=|["']class["']|\bcss\b/;
const SAFELIST = {
  standard: [
    // States that scripts and the browser add.
    "show", "active", "disabled", "collapsed", "is-open", "is-closed", "is-valid", "is-invalid",
    // Elements and types of control that Django's widgets write.
    "input", "textarea", "select", "option", "optgroup", "text", "email", "tel", "url", "number", "date", "time",
    "datetime-local", "password", "search", "file", "checkbox", "radio", "checked", "readonly", "multiple", "size",
    // What editors may write in rich text.
    "blockquote", "code", "hr", "ol", "ul", "sub", "sup", "richtext-image", "left", "right", "full-width",
  ],
  // Names put together in templates ("icon-{{ size }}", "notice-{{ level }}", "state-{{ … }}").
  greedy: [
    /^icon-(xs|sm|lg|xl|primary|secondary|success|warning|danger|white|light)$/,
    /^notice-/,
    /^state-/,
  ],
};
// An icon's name, as templates and scripts quote it.
const ICON = /["'](it-[a-z-]+)["']/g;
const FONTS = { regular: "regular", 600: "600", 700: "700", italic: "italic" };
// Those of the PDF documents stand beside what makes them: nobody's browser asks for them.
const DOCUMENT_FONTS = { regular: "regular", 600: "600", 700: "700" };
const documentFonts = options.out ? join(output, "pdf-fonts") : join(root, "portal/pdf/fonts");

function write(path, content, folder = output) {
  const target = join(folder, path);
  if (options.check) {
    if (!existsSync(target) || !readFileSync(target).equals(Buffer.from(content))) stale.push(path);
    return `${path}: checked`;
  }
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
  return `${path}: ${(Buffer.byteLength(content) / 1024).toFixed(1)} KB`;
}

function sources(folder) {
  return readdirSync(join(root, folder), { recursive: true })
    .map((file) => join(folder, file))
    .filter((file) => CONTENT_FILE.test(file) && !NOT_CONTENT.test(file))
    .sort();
}

async function purge(css) {
  const content = CONTENT.flatMap(sources)
    .map((file) => ({ file, raw: readFileSync(join(root, file), "utf8"), extension: "html" }))
    .filter(({ file, raw }) => !file.endsWith(".py") || WRITES_CLASSES.test(raw));
  const [purged] = await new PurgeCSS().purge({
    content,
    css: [{ raw: css }],
    safelist: SAFELIST,
    defaultExtractor: (text) => text.match(/[\w-]+/g) ?? [],
  });
  return purged.css;
}

async function styles() {
  const { css } = compile(join(here, "src/scss/portal.scss"), {
    loadPaths: [join(here, "node_modules")],
    quietDeps: true,
    silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function", "slash-div"],
    style: "expanded",
  });
  const kept = options["keep-all"] ? css : await purge(css);
  const { code } = transform({ filename: "portal.css", code: Buffer.from(kept), minify: true });
  return write("css/portal.css", code);
}

async function scripts() {
  const { outputFiles } = await bundle({
    entryPoints: [join(here, "src/js/portal.js")],
    bundle: true,
    minify: true,
    ignoreAnnotations: true,
    format: "iife",
    target: "es2020",
    write: false,
  });
  return write("js/portal.js", outputFiles[0].contents);
}

function sprite() {
  const all = readFileSync(join(italia, "dist/svg/sprites.svg"), "utf8");
  const named = CONTENT.flatMap(sources).flatMap((file) => [...readFileSync(join(root, file), "utf8").matchAll(ICON)]);
  const symbols = [...new Set(named.map(([, name]) => name))].sort().map((name) => {
    // A class may look like an icon's name.
    const [symbol] = all.match(new RegExp(`<(symbol|svg)[^>]*id="${name}"[\\s\\S]*?</\\1>`)) ?? [""];
    return symbol;
  });
  return write("icons/sprite.svg", `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

function assets() {
  for (const [name, file] of Object.entries(FONTS)) {
    const source = `dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-${file}.woff2`;
    write(`fonts/titillium-web-${name}.woff2`, readFileSync(join(italia, source)));
  }
  for (const [name, file] of Object.entries(DOCUMENT_FONTS)) {
    const source = `dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-${file}.ttf`;
    write(`titillium-web-${name}.ttf`, readFileSync(join(italia, source)), documentFonts);
  }
  const licence = readFileSync(join(italia, "dist/fonts/Titillium_Web/OFL.txt"));
  write("fonts/titillium-web-OFL.txt", licence);
  write("titillium-web-OFL.txt", licence, documentFonts);
  write("bootstrap-italia-LICENSE.txt", readFileSync(join(italia, "LICENSE")));
  write("icons/favicon.svg", readFileSync(join(here, "src/icons/favicon.svg")));
  write("icons/logo.svg", readFileSync(join(here, "src/icons/logo.svg")));
}

for (const line of [await styles(), await scripts(), sprite()]) console.log(line);
assets();
if (stale.length) {
  console.error(`Not what the sources give; run \`make frontend\` and commit: ${stale.join(", ")}`);
  process.exitCode = 1;
}
