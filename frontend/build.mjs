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
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const { values: options } = parseArgs({
  options: { "keep-all": { type: "boolean" }, out: { type: "string" }, check: { type: "boolean" } },
});
const output = options.out ? resolve(options.out) : join(root, "portal/static/portal");
const stale = [];
const italia = join(here, "node_modules/bootstrap-italia");

// Where class names are written: templates, the Python that emits markup, the scripts.
const CONTENT = ["templates", "portal", "home", "news", "territori", "candidature", "istruttoria", "eventi", "patti", "moduli", "search", "riscontri", "glossario", "frontend/src/js"];
const CONTENT_FILE = /\.(html|py|js)$/;
// What only editors see has Wagtail's styles and its own.
const NOT_CONTENT = /(^|\/)(migrations|static|__pycache__|builder)\/|\/(form-builder|grouped-boxes|review)\.js$/;
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
  // The validator of AgID asks the page which version it is made of.
  const { version } = JSON.parse(readFileSync(join(italia, "package.json"), "utf8"));
  const named = `:root { --bootstrap-italia-version: "${version}"; }\n${kept}`;
  const { code } = transform({ filename: "portal.css", code: Buffer.from(named), minify: true });
  return write("css/portal.css", code);
}

// `portal.js` goes with every page, `questions.js` with the steps of a form, `preview.js` with its preview, `review.js`
// with the pages of the review, the others with what editors edit.
async function script(name) {
  const { outputFiles } = await bundle({
    entryPoints: [join(here, "src/js", name)],
    bundle: true,
    minify: true,
    ignoreAnnotations: true,
    format: "iife",
    target: "es2020",
    write: false,
  });
  return write(`js/${name}`, outputFiles[0].contents);
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

// The letters of a list of ranges in `_fonts.scss`, which tells browsers the same.
function letters(list) {
  const styles = readFileSync(join(here, "src/scss/_fonts.scss"), "utf8");
  const [, ranges] = styles.match(new RegExp(`\\$${list}:([^;]+);`));
  return ranges
    .replaceAll('"', "")
    .split(",")
    .flatMap((range) => {
      const [first, last = first] = range.trim().slice(2).split("-").map((code) => Number.parseInt(code, 16));
      return Array.from({ length: last - first + 1 }, (_, offset) => String.fromCodePoint(first + offset));
    })
    .join("");
}

async function fonts() {
  for (const [name, file] of Object.entries(FONTS)) {
    const source = `dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-${file}.woff2`;
    const whole = readFileSync(join(italia, source));
    for (const [cut, list] of Object.entries({ "": "italian", "-others": "others" })) {
      write(`fonts/titillium-web-${name}${cut}.woff2`, await subsetFont(whole, letters(list), { targetFormat: "woff2" }));
    }
  }
}

function assets() {
  for (const [name, file] of Object.entries(DOCUMENT_FONTS)) {
    const source = `dist/fonts/Titillium_Web/titillium-web-v10-latin-ext_latin-${file}.ttf`;
    write(`titillium-web-${name}.ttf`, readFileSync(join(italia, source)), documentFonts);
  }
  const licence = readFileSync(join(italia, "dist/fonts/Titillium_Web/OFL.txt"));
  write("fonts/titillium-web-OFL.txt", licence);
  write("titillium-web-OFL.txt", licence, documentFonts);
  write("bootstrap-italia-LICENSE.txt", readFileSync(join(italia, "LICENSE")));
  write("icons/favicon.svg", readFileSync(join(here, "src/icons/favicon.svg")));
  for (const name of ["favicon.ico", "touch-icon.png"]) {
    write(`icons/${name}`, readFileSync(join(here, "src/icons", name)));
  }
  write("icons/logo.svg", readFileSync(join(here, "src/icons/logo.svg")));
}

const SCRIPTS = ["portal.js", "questions.js", "preview.js", "grouped-boxes.js", "form-builder.js", "review.js"];
for (const line of [await styles(), ...(await Promise.all(SCRIPTS.map(script))), sprite()]) console.log(line);
await fonts();
assets();
if (stale.length) {
  console.error(`Not what the sources give; run \`make frontend\` and commit: ${stale.join(", ")}`);
  process.exitCode = 1;
}
