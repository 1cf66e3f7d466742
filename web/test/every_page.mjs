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
import { lookAt } from "./looker.mjs";
import { reason } from "./pages.mjs";
import { openStudio } from "./pictures.mjs";
import { listen } from "./wire.mjs";

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

const browser = await openBrowser();
const studio = process.env.PICTURES ? await openStudio(process.env.PICTURES) : null;
const people = new Map();
const origin = new URL(links.admin).origin;

/** The page of a person, who signs in the first time. */
async function pageOf(person) {
  if (people.has(person)) return people.get(person);
  const page = await browser.visit({ "": `${origin}/`, newcomer: process.env.NEWCOMER }[person] ?? links[person], { reducedMotion: "reduce", colorScheme: "light", timezoneId: "UTC" });
  if (person === "newcomer") {
    for (const label of ["Password", "The same once more"]) await page.getByLabel(label, { exact: true }).fill("eleven purple ladders");
    await page.getByRole("button", { name: "Accept and sign in" }).click();
  }
  if (person !== "") await page.locator(".top-pages").waitFor({ state: "attached" });
  people.set(person, page);
  page.wire = listen(page);
  return page;
}

try {
  const { wrong, figures, looked } = await lookAt({ origin, chosen: ({ name }) => !only || only.includes(name), pageOf, turns, studio });
  assert.equal(wrong.length, 0, `${wrong.length} faults:\n${wrong.join("\n")}`);
  assert.ok(only || figures > 500, `only ${figures} figures were compared with the API's`);
  console.log(`looked ${looked} times`);
} finally {
  await studio?.close();
  await browser.close();
}
