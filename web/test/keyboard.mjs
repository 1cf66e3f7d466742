// Everything by keyboard alone: on each page Tab reaches all that can be used, shows where it is, and Shift+Tab goes back;
// lists, tabs, menus and charts go by arrows; what opens takes the focus, keeps it where it covers the page, and gives it
// back.
//
//	LINKS     the links of the personas: {"admin": …, "author": …, "reader": …, "owner": …}
import assert from "node:assert/strict";
import { openBrowser, sound } from "./browser.mjs";
import { heightOf, pages, seen, settled, stands } from "./pages.mjs";

const links = JSON.parse(process.env.LINKS);
const origin = new URL(links.admin).origin;
const people = new Map();
const browser = await openBrowser();

async function open(name, width = 1440) {
  const { person, path, ready } = pages.find((each) => each.name === name);
  if (!people.has(person)) people.set(person, await browser.visit(person ? links[person] : origin, { reducedMotion: "reduce" }));
  const page = people.get(person);
  if (person) await page.locator(".top-pages").waitFor({ state: "attached" });
  await page.setViewportSize({ width, height: heightOf(width) });
  await page.goto("about:blank");
  await page.goto(origin + path);
  await settled(page, ready);
  return page;
}

/* In the page: what can be used, and how the focus shows. */
function prepare() {
  const usable = "a[href], button:not(:disabled), input:not(:disabled), textarea, select, summary, [tabindex]";
  window.usable = () =>
    [...document.querySelectorAll(usable)].filter(
      (each) => each.checkVisibility({ opacityProperty: false, visibilityProperty: true }) && !each.closest("[inert], [aria-hidden=true]") && each.getBoundingClientRect().width > 2,
    );
  window.told = (element) => `<${element.localName}> “${(element.getAttribute("aria-label") ?? element.innerText ?? "").trim().slice(0, 60)}”`;
  /* All that could show the focus: on the element, around it, and before and after both. */
  window.looks = (element) => {
    const parts = [];
    for (let each = element, i = 0; each && i < 4; each = each.parentElement, i++)
      for (const pseudo of [null, "::before", "::after"]) {
        const s = getComputedStyle(each, pseudo);
        parts.push(s.outlineStyle === "none" ? "" : s.outline, s.boxShadow, s.borderColor, s.borderWidth, s.backgroundColor, s.textDecorationColor, s.color, pseudo && s.content);
      }
    return parts.join("|");
  };
}

/** Walks through the whole page with Tab, from its beginning; anew where the page put other things in place meanwhile. */
async function walk(page, name, again = 5) {
  await page.evaluate(prepare);
  await page.evaluate(() => {
    document.body.tabIndex = -1; // the next Tab begins at the page's beginning
    document.body.focus();
    document.body.removeAttribute("tabindex");
    window.way = [];
  });
  // A few times more than there are places: past the last one Tab begins anew.
  const places = await page.evaluate(() => {
    const note = ({ target }) => window.way.some(({ element }) => element === target) || window.way.push({ element: target, looks: window.looks(target) });
    addEventListener("focusin", note);
    window.unwatch = () => removeEventListener("focusin", note);
    window.places = window.usable();
    return window.places.length;
  });
  for (let step = 0; step < places + 5; step++) await page.keyboard.press("Tab");
  const { stood, missed, unmarked, astray, steps } = await page.evaluate(() => {
    window.unwatch();
    const now = window.usable();
    document.activeElement?.blur();
    const reached = new Set(window.way.map(({ element }) => element));
    // Of what is one stop for Tab, arrows reach the rest.
    const composite = (each) => each.closest("[role=tablist], [role=menu], [role=listbox], [role=radiogroup]");
    return {
      stood: now.length === window.places.length && now.every((each, i) => each === window.places[i]),
      steps: window.way.length,
      missed: window.usable().filter((each) => each.tabIndex >= 0 && !reached.has(each) && ![...reached].some((other) => composite(each)?.contains(other))).map(window.told),
      astray: window.usable().filter((each) => each.tabIndex < 0 && !reached.has(each) && !composite(each) && each.matches("a, button, input, textarea, summary")).map(window.told),
      unmarked: window.way.filter(({ element, looks }) => looks === window.looks(element)).map(({ element }) => window.told(element)),
    };
  });
  if (!stood && again > 0) return walk(page, name, again - 1);
  assert.deepEqual(missed, [], `${name}: Tab does not reach`);
  assert.deepEqual(astray, [], `${name}: no key reaches`);
  assert.deepEqual(unmarked, [], `${name}: the focus cannot be seen on`);
  assert.ok(steps > 2, `${name}: only ${steps} steps`);
  return steps;
}

const focused = (page) => page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
/** Whether the focus is on something, or in it. */
const isOn = (page, selector) => page.evaluate((selector) => Boolean(document.activeElement?.closest(selector)), selector);
const mustBeOn = async (page, selector, why) => assert.ok(await isOn(page, selector), `${why}: the focus is on ${await focused(page)}`);

/** Presses Tab until the focus is on something. */
async function tabTo(page, selector, key = "Tab") {
  await seen(page, selector);
  for (let step = 0; step < 120; step++) {
    if (await isOn(page, selector)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`${key} does not lead to ${selector}`);
}

const focusIn = (page, selector) => page.waitForFunction((selector) => document.activeElement?.closest(selector), selector);
const gone = (page, selector) => page.waitForFunction((selector) => ![...document.querySelectorAll(selector)].some((each) => each.checkVisibility()), selector);

/** Presses Tab many times: the focus stays in what covers the page. */
async function trapped(page, selector) {
  for (const key of ["Tab", "Shift+Tab"])
    for (let step = 0; step < 12; step++) {
      await page.keyboard.press(key);
      await mustBeOn(page, selector, `${selector} lets the focus out with ${key}`);
    }
}

async function dashboard() {
  const page = await open("dashboard");
  await walk(page, "dashboard");

  // Back the way it came.
  await tabTo(page, "[data-element=complaints-headline] .receipt");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Tab");
  await mustBeOn(page, "[data-element=complaints-headline] .receipt", "there and back");

  // The receipt opens the trace, and Escape closes it.
  await page.keyboard.press("Enter");
  await seen(page, "aside .chain-price");
  await mustBeOn(page, "aside.trace-panel", "the trace is open");
  await tabTo(page, "aside summary");
  await page.keyboard.press("Enter");
  await seen(page, "aside details[open]");
  await page.keyboard.press("Escape");
  await gone(page, "aside");
  await mustBeOn(page, "[data-element=complaints-headline] .receipt", "the trace is closed");

  // A chart's points, as the API printed them.
  await tabTo(page, "[data-element=loans-by-grade] .plot-canvas");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await seen(page, ".tooltip");
  const [tip, row] = await page.evaluate(() => [
    document.querySelector(".tooltip").innerText.split(/\s+/).join(" "),
    [...document.querySelectorAll("[data-element=loans-by-grade] tbody tr")][1].innerText.split(/\s+/),
  ]);
  assert.ok(tip.startsWith(row[0]) && tip.endsWith(row.at(-1)), `the chart's second point reads “${tip}”, the table's ${row}`);
  await page.keyboard.press("Escape");
  await gone(page, ".tooltip");

  // A filter of values: opened, chosen from, closed, taken back.
  await tabTo(page, ".control-all button", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("option", { name: "TX" }).waitFor();
  await page.keyboard.type("TX");
  await page.waitForFunction(() => document.querySelectorAll("[role=option]").length === 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await gone(page, "[role=listbox]");
  await mustBeOn(page, ".control", "the list is closed");
  await settled(page, "text=TX");
  await tabTo(page, ".control-reset");
  await page.keyboard.press("Enter");
  await settled(page, ".control-all");

  // A filter of days.
  await tabTo(page, ".date-field", "Shift+Tab");
  await page.keyboard.press("Enter");
  await page.getByLabel("First day").waitFor();
  await focusIn(page, "[role=dialog]");
  await page.keyboard.press("Escape");
  await gone(page, "[role=dialog]");
  await mustBeOn(page, ".date-control", "the calendar is closed");

  // The sheets.
  await tabTo(page, "[role=tab]");
  await page.keyboard.press("ArrowRight");
  await settled(page, ".rows tbody tr");
  await mustBeOn(page, "[role=tab][aria-selected=true]", "the other sheet is open");

  // The person's menu.
  await tabTo(page, ".top-bar [aria-haspopup=menu]", "Shift+Tab");
  await page.keyboard.press("Enter");
  await focusIn(page, "[role=menuitem]");
  await page.keyboard.press("ArrowDown");
  await mustBeOn(page, "[role=menuitem]", "the next item");
  await page.keyboard.press("Escape");
  await mustBeOn(page, ".top-bar [aria-haspopup=menu]", "the menu is closed");

  // The trace covers a narrow page, and keeps the focus.
  const narrow = await open("dashboard", 390);
  await walk(narrow, "dashboard, 390 px");
  await tabTo(narrow, "[data-element=complaints-headline] .receipt");
  await narrow.keyboard.press("Enter");
  await seen(narrow, "aside .chain-price");
  await trapped(narrow, "aside.trace-panel");
  await tabTo(narrow, "aside .trace-page-link");
  await narrow.keyboard.press("Enter");
  await settled(narrow, "main .page-title");
  await narrow.setViewportSize({ width: 1440, height: 900 });
  await stands(narrow);
  await walk(narrow, "trace");
  await sound(narrow);
}

async function owner() {
  const page = await open("owner");
  await walk(page, "owner");
  const dialog = "[role=dialog]";
  await tabTo(page, "main button");
  await page.keyboard.press("Enter");
  await focusIn(page, dialog);
  await trapped(page, dialog);
  await page.keyboard.press("Escape");
  await gone(page, dialog);
  await stands(page);
  await mustBeOn(page, "main button", "the dialog is closed");

  // A row's own switch.
  await tabTo(page, "td button");
  await page.keyboard.press("Enter");
  await focusIn(page, dialog);
  await page.keyboard.press("Escape");
  await gone(page, dialog);
  await stands(page);
  await mustBeOn(page, "td button", "the dialog of a row is closed");
  await sound(page);
}

try {
  await dashboard();
  await owner();
  for (const name of ["sign-in", "home", "break", "not-found", "invitation"]) {
    const page = await open(name);
    await walk(page, name);
    await sound(page);
  }
  console.log("reached everything");
} finally {
  await browser.close();
}
