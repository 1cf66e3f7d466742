// The first dashboard: one click from the terminal's link. LINK is the author's; what stands on the page is printed as
// JSON, and the test that started this holds it against the command line and another program.
import assert from "node:assert/strict";
import { figure, openBrowser, sound, standing, visual } from "./browser.mjs";

const all = ["complaints-headline", "loans-headline", "index-headline", "index-by-month", "complaints-by-month", "complaints-by-product", "loans-by-grade"];
const browser = await openBrowser();
try {
  const page = await browser.visit(process.env.LINK);
  await standing(page, all);
  assert.match(page.url(), /\/dashboards\/nervous-markets$/, "the token is gone from the address");
  const seen = { figures: {}, receipts: {}, events: {} };
  for (const id of all) {
    seen.figures[id] = await figure(page, id);
    seen.receipts[id] = await visual(page, id).locator("button.receipt").innerText();
  }
  seen.shift = await page.evaluate(() => window.shift);
  assert.ok(!/NaN|undefined|\[object/.test(await page.locator("body").innerText()), "a figure that is none");
  await visual(page, "complaints-headline").locator("button.receipt").click();
  const trace = page.locator("aside.trace-panel");
  await trace.locator("[data-event]").first().waitFor();
  for (const event of await trace.locator("[data-event]").all()) {
    const account = await event.getAttribute("data-account");
    seen.events[account] = [...(seen.events[account] ?? []), await event.getAttribute("data-event")];
  }
  await trace.locator("summary", { hasText: "objects read" }).first().click();
  seen.trace = await trace.innerText();
  await sound(page);
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
