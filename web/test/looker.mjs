// Looks at pages of the list, whoever answers them: the running program (every_page.mjs) or web/mock (look.mjs).
import { faults, findings } from "./inspect.mjs";
import { heightOf, pages, settled, stands, states, themes, unroll, widths } from "./pages.mjs";
import { differences } from "./wire.mjs";

/** What axe looks for on the narrow screen, where tables are lists: the rest is as on the wide one. */
const narrowRules = ["color-contrast", "scrollable-region-focusable", "list", "listitem", "definition-list", "dlitem", "button-name", "link-name", "label"];

/**
 * Looks at all pages, two people at a time, and returns what is wrong, how often it looked, and how many figures it held
 * against the API's.
 *
 *   origin   where the pages are
 *   chosen   which pages of the list
 *   pageOf   a promise of a person's page, with wire, as of listen
 *   turns    of each state, what puts it in force and what ends it
 *   studio   takes pictures; null takes none
 */
export async function lookAt({ origin, chosen, pageOf, turns, studio }) {
  const wrong = [];
  let figures = 0;
  let looked = 0;

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

  for (const state of states) {
    const all = pages.filter((each) => (each.state ?? "") === state && chosen(each));
    if (all.length === 0) continue;
    await turns[state]?.[0]();
    const waiting = [...new Set(all.map(({ person }) => person))].map((person) => all.filter((each) => each.person === person));
    const turn = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await lookAtAll(next);
    };
    await Promise.all([turn(), turn()]);
    await turns[state]?.[1]();
  }
  return { wrong, figures, looked };
}
