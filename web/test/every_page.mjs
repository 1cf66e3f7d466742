// Every page of the running program, as each person who sees it, on both screens and in both themes: nothing is cut off or
// lies on something else, no panel is empty, no id is a title, axe finds nothing serious, the numbers are the API's, nothing
// moves while a page loads, and the content-security policy has nothing to report.
//
//	LINKS     the links of the personas: {"admin": …, "author": …, "reader": …, "owner": …}
//	NEWCOMER  an invitation, of somebody with whom nothing is shared
//	SHELL     what a command of the demo is run behind
//	PICTURES  a folder for the pictures; without it there are none
//	ONLY      the names of the pages to look at, with commas; without it all
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { openBrowser } from "./browser.mjs";
import { faults, findings } from "./inspect.mjs";
import { heightOf, pages, reason, settled, stands, states, themes, unroll, widths } from "./pages.mjs";
import { openStudio } from "./pictures.mjs";
import { differences, listen } from "./wire.mjs";

const links = JSON.parse(process.env.LINKS);
const only = process.env.ONLY?.split(",");
const run = (command) => execFileSync("sh", ["-c", `${process.env.SHELL_PREFIX} && ${command}`], { encoding: "utf8" });
const owner = "interlaken --profile owner owner --account 222222222222";

/** What puts a state in force, and what ends it. */
const turns = {
  refused: [() => run("interlaken demo break external-id"), () => run("interlaken demo break external-id --undo")],
  suspended: [
    () => run(`${owner} suspend --data-source retail --reason '${reason}'`),
    () => {
      for (const { SuspensionId } of JSON.parse(run(`${owner} suspensions --json`))) run(`${owner} resume ${SuspensionId}`);
    },
  ],
};

/** What axe looks for on the narrow screen, where tables are lists: the rest is as on the wide one. */
const narrowRules = ["color-contrast", "scrollable-region-focusable", "list", "listitem", "definition-list", "dlitem", "button-name", "link-name", "label"];

const wrong = [];
let figures = 0;
let looked = 0;
const browser = await openBrowser();
const studio = process.env.PICTURES ? await openStudio(process.env.PICTURES) : null;
const people = new Map();
const origin = new URL(links.admin).origin;

/** The page of a person, who signs in the first time. */
async function pageOf(person) {
  if (people.has(person)) return people.get(person);
  const page = await browser.visit({ "": `${origin}/`, newcomer: process.env.NEWCOMER }[person] ?? links[person], { reducedMotion: "reduce", colorScheme: "light" });
  if (person === "newcomer") {
    for (const label of ["Password", "The same once more"]) await page.getByLabel(label, { exact: true }).fill("eleven purple ladders");
    await page.getByRole("button", { name: "Accept and sign in" }).click();
  }
  if (person !== "") await page.locator(".top-pages").waitFor({ state: "attached" });
  people.set(person, page);
  page.wire = listen(page);
  return page;
}

/** What is wrong with a page as it stands. */
async function inspect(page, label, rules) {
  looked++;
  for (const text of [...(await faults(page, page.wire.ids())), ...(await findings(page, rules))]) wrong.push(`${label}: ${text}`);
}

/** Compares the page with what it was answered; what it asks again and again may come just then, so it may take a look more. */
async function compare(page, label) {
  let found;
  for (let look = 0; look < 4; look++) {
    await page.wire.read();
    await stands(page);
    found = await differences(page, page.wire.heard);
    if (found.wrong.length === 0) break;
  }
  figures += found.compared;
  wrong.push(...found.wrong.map((text) => `${label}: ${text}`));
}

/** Loads a page, and holds what moves meanwhile against it. */
async function load(page, { path, ready = "h1", state = "" }, label) {
  // An address that differs from the last in its fragment alone would not be loaded.
  if (path.includes("#")) await page.goto("about:blank");
  page.wire.forget();
  await page.goto(origin + path, { waitUntil: "commit" });
  await settled(page, ready);
  // What has just been broken may become known while the page stands, and has its place then.
  const reports = (await page.evaluate(() => window.wrong.splice(0))).filter((text) => state === "" || !text.startsWith("a shift"));
  wrong.push(...reports.map((text) => `${label}, while it loads: ${text}`));
}

/**
 * Looks at one page on one screen: in the light theme on a wide one and in the dark one on a narrow one, because boxes do
 * not depend on the theme, and what axe finds hardly on the width. For pictures it is each theme on each screen.
 */
async function look(each, width) {
  const { name, person, path, twice, act, pictured } = each;
  const page = await pageOf(person);
  const label = `${name}, ${width} px`;
  const both = studio && pictured !== false;
  const begins = width === widths[0];
  const [first, ...others] = begins ? themes : themes.toReversed();
  await page.setViewportSize({ width, height: heightOf(width) });
  await page.emulateMedia({ colorScheme: first });
  if (path && (begins || twice)) await load(page, each, label);
  if (act && (begins || twice)) await act(page);
  await settled(page, "h1");
  await unroll(page, width);
  await compare(page, label);
  await inspect(page, `${label}, ${first}`, begins ? undefined : narrowRules);
  if (both) await studio.take(page, `${name}-${width}-${first}`);
  for (const theme of both ? others : []) {
    await page.emulateMedia({ colorScheme: theme });
    await stands(page);
    await inspect(page, `${label}, ${theme}`, ["color-contrast"]);
    await studio.take(page, `${name}-${width}-${theme}`);
  }
  // What moves because the window changes, or somebody acts, moves rightly.
  const reports = (await page.evaluate(() => window.wrong)).filter((text) => !text.startsWith("a shift"));
  wrong.push(...[...page.errors.splice(0), ...reports].map((text) => `${label}: ${text}`));
}

/** Looks at pages of one person, one after the other. */
async function lookAtAll(all) {
  for (const each of all)
    for (const width of widths) await look(each, width).catch((error) => wrong.push(`${each.name}, ${width} px: ${error.message}`));
}

try {
  for (const state of states) {
    const all = pages.filter((each) => (each.state ?? "") === state && (!only || only.includes(each.name)));
    if (all.length === 0) continue;
    turns[state]?.[0]();
    // Two people at a time.
    const waiting = [...new Set(all.map(({ person }) => person))].map((person) => all.filter((each) => each.person === person));
    const turn = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await lookAtAll(next);
    };
    await Promise.all([turn(), turn()]);
    turns[state]?.[1]();
  }
  assert.equal(wrong.length, 0, `${wrong.length} faults:\n${wrong.join("\n")}`);
  assert.ok(only || figures > 500, `only ${figures} figures were compared with the API's`);
  console.log(`looked ${looked} times`);
} finally {
  await studio?.close();
  await browser.close();
}
