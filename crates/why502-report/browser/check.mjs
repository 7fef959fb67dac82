// Opens every HTML report of a folder in Chromium, as a reader would, and holds it to what it
// promises: it is quiet, loads nothing, can be used without a mouse or eyes, fits a phone and paper.
//
//   node check.mjs FOLDER [--screenshots FOLDER] [--only NAME]
//
// Exit status 1 where a report breaks a promise; each breach is one line.

import { mkdir, readFile, readdir, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

// Packages are installed outside the clone; NODE_MODULES names the folder.
const require = createRequire(path.join(process.env.NODE_MODULES ?? import.meta.dirname, "x.js"));
const { chromium } = require("playwright-core");
const AXE = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const SIZES = [{ width: 390, height: 844 }, { width: 1440, height: 900 }];
const SCHEMES = ["light", "dark"];
const LARGEST = 1_000_000;
const MARKER = "why502-hostile";

const { folder, screenshots, only } = wishes(process.argv.slice(2));
const pages = (await readdir(folder)).filter((name) => name.endsWith(".html") && (!only || name.includes(only))).sort();
if (pages.length === 0) throw new Error(`no report in ${folder}`);
if (screenshots) await mkdir(screenshots, { recursive: true });

const breaches = [];
// Each start has a new, empty profile.
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  headless: true,
  args: FLAGS,
});
const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"], serviceWorkers: "block" });
// On a busy machine everything takes its time.
context.setDefaultTimeout(120_000);
try {
  for (const name of pages) await check(name).catch((error) => breaches.push(`${name}: ${error.message}`));
} finally {
  await browser.close();
}
for (const line of breaches) console.error(line);
console.log(`${pages.length} reports, ${SIZES.length * SCHEMES.length} views each: ${breaches.length} breaches`);
process.exitCode = breaches.length === 0 ? 0 : 1;

async function check(name) {
  const file = path.resolve(folder, name);
  const fail = (what) => breaches.push(`${name}: ${what}`);
  const { size } = await stat(file);
  if (size >= LARGEST) fail(`is ${size} bytes large`);
  const url = pathToFileURL(file).href;
  for (const viewport of SIZES) {
    for (const colorScheme of SCHEMES) {
      const where = `${viewport.width} px, ${colorScheme}`;
      const page = await opened(url, (what) => fail(`${where}: ${what}`));
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await page.goto(url);
      for (const what of await breachesOf(page, viewport)) fail(`${where}: ${what}`);
      if (screenshots) {
        const shot = path.join(screenshots, `${path.parse(name).name}-${viewport.width}-${colorScheme}.png`);
        await page.screenshot({ path: shot, fullPage: true });
      }
      // What is folded has to be right as well.
      await page.evaluate(() => document.querySelectorAll("details").forEach((one) => { one.open = true; }));
      // Colours differ by scheme and places by width: one of each is enough for axe, which is slow.
      if ((viewport === SIZES[0]) === (colorScheme === "light")) {
        for (const what of await accessibility(page)) fail(`${where}: ${what}`);
      }
      if (colorScheme === "light") {
        for (const what of [...(await sorting(page)), ...(await copying(page)), ...(await pointing(page))]) fail(`${where}: ${what}`);
      }
      await page.close();
    }
  }
  await printed(url, name, fail);
  await withoutScript(url, fail);
}

/** A page of which every message and every request but the file's own is a breach. */
async function opened(url, fail) {
  const page = await context.newPage();
  page.on("console", (message) => fail(`console: ${message.text()}`));
  page.on("pageerror", (error) => fail(`error: ${error.message}`));
  page.on("dialog", (dialog) => { fail(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("popup", () => fail("a window was opened"));
  page.on("framenavigated", (frame) => { if (![url, "about:blank"].includes(frame.url().split("#")[0])) fail(`went to ${frame.url()}`); });
  page.on("request", (request) => { if (request.url().split("#")[0] !== url) fail(`request: ${request.url()}`); });
  return page;
}

/** What can be seen of the document itself. */
function breachesOf(page, viewport) {
  return page.evaluate(({ width, marker }) => {
    const breaches = [];
    const root = document.documentElement;
    if (root.scrollWidth > width) breaches.push(`scrolls sideways: ${root.scrollWidth} px wide`);
    if (!root.lang) breaches.push("no language");
    const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.content ?? "";
    if (!policy.startsWith("default-src 'none';") || /unsafe|\*|https?:/.test(policy)) breaches.push(`policy: ${policy}`);
    if (document.querySelectorAll("style").length !== 1 || document.querySelectorAll("script").length !== 1) breaches.push("more than one style or script");
    const foreign = "link, img, iframe, object, embed, audio, video, source, form, input, base, use, image, foreignObject, template, [style], [src], [srcset], [background], [action]";
    for (const element of document.querySelectorAll(foreign)) breaches.push(`foreign element: ${element.outerHTML.slice(0, 80)}`);
    const events = (element) => [...element.attributes].some(({ name }) => name.startsWith("on"));
    for (const element of document.querySelectorAll("*")) {
      if (events(element)) breaches.push(`handler: ${element.outerHTML.slice(0, 80)}`);
      if (element.localName.includes(marker)) breaches.push(`element of a log: ${element.localName}`);
    }
    for (const { href } of document.links) if (!/^(https:\/\/[a-z0-9.-]+\/|file:.*#)/.test(href)) breaches.push(`link: ${href}`);
    if (window.hostile !== undefined) breaches.push("a script of a log ran");
    const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.localName[1]));
    if (levels[0] !== 1 || levels.filter((level) => level === 1).length !== 1) breaches.push("not exactly one h1 in front");
    levels.forEach((level, at) => { if (at > 0 && level > levels[at - 1] + 1) breaches.push(`h${levels[at - 1]} is followed by h${level}`); });
    const ids = [...document.querySelectorAll("[id]")].map(({ id }) => id);
    if (new Set(ids).size !== ids.length) breaches.push("an id stands twice");
    for (const table of document.querySelectorAll("table")) {
      if (!table.caption?.textContent.trim()) breaches.push("a table without a caption");
      if ([...table.querySelectorAll("th")].some((heading) => !heading.scope)) breaches.push("a heading without a scope");
    }
    for (const plot of document.querySelectorAll("svg[role=img]")) {
      if (!plot.querySelector(":scope > title")?.textContent || !plot.querySelector(":scope > desc")?.textContent) breaches.push("a plot without title or description");
      if (!plot.closest("figure")?.querySelector("details table")) breaches.push("a plot without its numbers");
    }
    return breaches;
  }, { width: viewport.width, marker: MARKER });
}

async function accessibility(page) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const bad = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return bad.map(({ id, help, nodes }) => `axe: ${id} (${help}), ${nodes.length} ×, first ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary?.slice(0, 300)}`);
}

/** Each sortable table sorts by its last column, up and down, by keyboard as well. */
async function sorting(page) {
  const breaches = [];
  const tables = page.locator("table.sortable");
  for (let at = 0; at < Math.min(await tables.count(), 12); at += 1) {
    const table = tables.nth(at);
    const button = table.locator("thead th button").last();
    const state = () => table.evaluate((one) => {
      const column = one.tHead.rows[0].cells.length - 1;
      const cells = [...one.tBodies[0].rows].map((row) => row.cells[column]);
      const value = (cell) => parseFloat((cell.dataset.sort ?? cell.textContent).replaceAll(",", ""));
      return { sort: one.tHead.rows[0].cells[column].getAttribute("aria-sort"), values: cells.map(value), rows: cells.length };
    });
    const before = await state();
    await button.click();
    const up = await state();
    await button.press("Enter");
    const down = await state();
    const numbers = (values) => values.filter((value) => !Number.isNaN(value));
    const inOrder = (values, sign) => numbers(values).every((value, i, all) => i === 0 || sign * (value - all[i - 1]) >= 0);
    if (up.sort !== "ascending" || down.sort !== "descending") breaches.push(`table ${at} does not say how it is sorted`);
    if (!inOrder(up.values, 1) || !inOrder(down.values, -1)) breaches.push(`table ${at} is not in order`);
    if (up.rows !== before.rows || down.rows !== before.rows) breaches.push(`table ${at} lost rows`);
  }
  return breaches;
}

async function copying(page) {
  const breaches = [];
  const commands = page.locator(".command");
  for (let at = 0; at < Math.min(await commands.count(), 5); at += 1) {
    const command = commands.nth(at);
    await command.locator("button").click();
    const [shown, held] = [await command.locator("code").textContent(), await page.evaluate(() => navigator.clipboard.readText())];
    if (shown !== held) breaches.push(`copied ${JSON.stringify(held.slice(0, 60))} for ${JSON.stringify(shown.slice(0, 60))}`);
  }
  return breaches;
}

/** Numbers are told where one points. */
async function pointing(page) {
  const breaches = [];
  for (const figure of await page.locator("figure.picture").all()) {
    const shape = figure.locator("svg:visible .hit").first();
    if ((await shape.count()) === 0) continue;
    await shape.hover();
    const [title, told] = [await shape.locator("title").textContent(), await figure.locator(".readout").textContent()];
    if (!title || title !== told) breaches.push(`a plot tells ${JSON.stringify(told)} for ${JSON.stringify(title)}`);
  }
  return breaches;
}

async function printed(url, name, fail) {
  const page = await opened(url, (what) => fail(`print: ${what}`));
  await page.emulateMedia({ media: "print" });
  await page.goto(url);
  const seen = await page.evaluate(() => {
    const shown = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility()).length;
    return { buttons: shown(".copy"), contents: shown(".contents"), main: shown("main") };
  });
  if (seen.buttons + seen.contents > 0 || seen.main !== 1) fail(`print: ${JSON.stringify(seen)}`);
  const pdf = await page.pdf({ format: "A4", printBackground: true, ...(screenshots && { path: path.join(screenshots, `${path.parse(name).name}.pdf`) }) });
  if (pdf.length < 10_000) fail("print: the paper is empty");
  await page.close();
}

/** Everything can be read, and nothing is offered that would not work. */
async function withoutScript(url, fail) {
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(url);
  if ((await page.locator("button").count()) > 0) fail("without script: dead buttons");
  if ((await page.locator("h1").innerText()).length === 0) fail("without script: nothing to read");
  await plain.close();
}

function wishes(words) {
  const wish = (flag) => { const at = words.indexOf(flag); return at < 0 ? undefined : words.splice(at, 2)[1]; };
  const [screenshots, only] = [wish("--screenshots"), wish("--only")];
  if (words.length !== 1) throw new Error("usage: node check.mjs FOLDER [--screenshots FOLDER] [--only NAME]");
  return { folder: words[0], screenshots, only };
}
