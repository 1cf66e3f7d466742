// The browser of the tests that run against a real server: a person's page, and what went wrong on it. Nothing is waited
// for by the clock: every wait is for what a person would see, under a generous bound.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

export const patience = 60_000; // ms

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });

/** Opens a browser. Pages that it makes gather what no page may do: errors of scripts, reports of the policy, shifts. */
export async function openBrowser() {
  const browser = await launch();
  return {
    close: () => browser.close(),
    /** A page of a person of one's own, who comes by a link. */
    async visit(link, options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      await context.addInitScript(() => {
        window.wrong = [];
        window.shift = 0;
        addEventListener("securitypolicyviolation", (e) => window.wrong.push(`policy: ${e.violatedDirective} ${e.blockedURI}`));
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            if (entry.hadRecentInput) continue;
            window.shift += entry.value;
            window.wrong.push(...entry.sources.map(({ node }) => `a shift of ${entry.value.toFixed(4)}: ${(node?.outerHTML ?? node?.data ?? "").slice(0, 160)}`));
          }
        }).observe({ type: "layout-shift", buffered: true });
      });
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      page.errors = [];
      page.on("pageerror", (error) => page.errors.push(`script: ${error.message}`));
      await page.goto(link);
      return page;
    },
  };
}

/** The place of one visual. */
export const visual = (page, id) => page.locator(`section.visual[data-element="${id}"]`);

/** Waits until visuals stand with their figures and receipts. */
export async function standing(page, ids) {
  for (const id of ids) await visual(page, id).locator("button.receipt").waitFor();
}

/** Waits until visuals keep their places and say why they have no figures, and returns what each says. */
export async function refused(page, ids) {
  const said = {};
  for (const id of ids) {
    await visual(page, id).locator(".refused").getByText("Copy request").waitFor(); // the last of it that comes
    said[id] = await visual(page, id).locator(".refused").innerText();
    assert.equal(await visual(page, id).locator("button.receipt, [data-figure]").count(), 0, `${id} shows a figure beside its refusal`);
  }
  return said;
}

/** What a person reads of a visual, without its age. */
export const figure = async (page, id) =>
  (await visual(page, id).innerText()).replace(/ · [^·\n]* ago/, "").replace(/ · now/, "");

/** Fails on what no page may have done. What moves because somebody acts moves rightly. */
export async function sound(page) {
  const wrong = await page.evaluate(() => window.wrong);
  assert.deepEqual([...page.errors, ...wrong.filter((text) => !text.startsWith("a shift"))], []);
}

/** Marks elements, so that one that is made anew is told from one that stayed. */
export const mark = (page, ids) =>
  page.evaluate((ids) => {
    for (const id of ids) {
      const figure = document.querySelector(`section.visual[data-element="${id}"] [data-figure], section.visual[data-element="${id}"] canvas`);
      if (figure) figure.marked = true;
    }
  }, ids);

/** The ones of the marked elements that are still there. */
export const kept = (page, ids) =>
  page.evaluate(
    (ids) =>
      ids.filter((id) => document.querySelector(`section.visual[data-element="${id}"] [data-figure], section.visual[data-element="${id}"] canvas`)?.marked),
    ids,
  );
