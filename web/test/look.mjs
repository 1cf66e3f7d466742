// Looks at every page of the built app, answered by web/mock, at two widths and in two themes: writes pictures, and fails on
// what no page may have: a report of the content-security policy, an error of a script, a serious finding of axe, text that
// is cut off at the side, a layout shift, "NaN" or "undefined".
//
//	node test/look.mjs FOLDER [NAME …]     after npm run build; CHROMIUM names the browser
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { preview } from "vite";

const [folder = new URL("../../build/look", import.meta.url).pathname, ...only] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const axe = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const server = await preview({ root: new URL("..", import.meta.url).pathname, logLevel: "error" });
const origin = "http://127.0.0.1:4173";
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});

const settled = (page) =>
  page.waitForFunction(() => !document.querySelector("[aria-busy=true], .skeleton, [class*=awsui_loading]"));
const dashboard = "/dashboards/nervous-markets";

/** Each page: its name, its person, its address, and what is done before the picture. */
const pages = [
  ["sign-in", "", "/"],
  ["link-ended", "", "/as/reader#old"],
  ["invitation", "", "/invitation#code"],
  ["home", "administrator", "/"],
  ["home-reader", "reader", "/"],
  ["dashboard", "reader", dashboard],
  ["dashboard-states", "reader", `${dashboard}#states`],
  [
    "dashboard-hover",
    "author",
    dashboard,
    async (page) => {
      await page.locator("[data-element=index-by-month] .plot-canvas").scrollIntoViewIfNeeded();
      await page.locator("[data-element=index-by-month] .plot-canvas").hover();
    },
  ],
  [
    "dashboard-list",
    "reader",
    dashboard,
    async (page) => {
      await page.getByRole("button", { name: /State/ }).first().click();
      await page.getByRole("option", { name: "TX" }).click();
      await page.waitForTimeout(900);
    },
  ],
  [
    "dashboard-dates",
    "reader",
    dashboard,
    async (page) => {
      await page.getByRole("button", { name: /Dates/ }).first().click();
      await page.waitForTimeout(300);
    },
  ],
  [
    "dashboard-trace",
    "author",
    dashboard,
    async (page) => {
      await page.locator("[data-element=complaints-by-month] .receipt").click();
      await page.locator(".chain-price").first().waitFor();
    },
  ],
  [
    "dashboard-trace-reader",
    "reader",
    dashboard,
    async (page) => {
      await page.locator("[data-element=complaints-headline] .receipt").click();
      await page.locator(".chain-price").first().waitFor();
    },
  ],
  ["trace", "author", "/runs/run-complaints-headline-1"],
  ["trace-gone", "author", "/runs/none"],
  ["owner", "owner", "/owner/222222222222"],
  ["owner-refused", "reader", "/owner/222222222222"],
  ["break", "administrator", "/break"],
  ["not-found", "reader", "/nothing/here"],
  ["dashboard-refused", "reader", dashboard, undefined, "external-id"],
  ["owner-problem", "owner", "/owner/222222222222", undefined, "external-id"],
  [
    "owner-suspend",
    "owner",
    "/owner/222222222222",
    async (page) => {
      await page.getByRole("button", { name: "Suspend access" }).click();
      await page.getByRole("button", { name: "Suspend", exact: true }).last().click();
      await page.waitForTimeout(300);
    },
  ],
  ["dashboard-suspended", "reader", dashboard, undefined, "", "An access review until Friday."],
  ["owner-suspended", "owner", "/owner/222222222222", undefined, "", "An access review until Friday."],
];

let failed = 0;
const complain = (name, text) => {
  failed++;
  console.error(`${name}: ${text}`);
};

async function prepare(context, broken, reason) {
  const call = (path, data, headers = {}) => context.request.post(origin + path, { data, headers });
  await call("/web/session", { persona: "owner", token: "demo" });
  for (const id of ["external-id"]) await call(`/web/breaks/${id}`, { active: id === broken });
  const hub = (name, input) => call("/", input, { "X-Amz-Target": `InterlakenHub.${name}` });
  const account = { AccountId: "222222222222" };
  const { Suspensions = [] } = await (await hub("ListSuspensions", account)).json();
  for (const each of Suspensions) await hub("ResumeAccess", { ...account, SuspensionId: each.SuspensionId });
  if (reason) await hub("SuspendAccess", { ...account, DataSourceId: "retail", Reason: reason });
}

async function look(name, person, address, act, broken, reason, width, theme) {
  const label = `${name}-${width}-${theme}`;
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme: theme,
  });
  await prepare(context, broken, reason);
  await context.clearCookies();
  if (person) await context.request.post(`${origin}/web/session`, { data: { persona: person, token: "demo" } });
  const page = await context.newPage();
  page.on("pageerror", (error) => complain(label, error.message));
  page.on("console", (message) => {
    const expected = /status of (401|403|404)/.test(message.text());
    if (["error", "warning"].includes(message.type()) && !expected) complain(label, message.text());
  });
  await page.addInitScript(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        window.shift += entry.value;
        window.shifted = [
          window.shifted,
          ...entry.sources.map(({ node }) => node?.parentElement?.innerHTML?.slice(0, 200)),
        ];
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(origin + address);
  await page.locator("h1").first().waitFor();
  await settled(page);
  await page.waitForTimeout(500);
  const shift = await page.evaluate(() => window.shift);
  if (shift > 0)
    complain(label, `a layout shift of ${shift.toFixed(4)}: ${await page.evaluate(() => String(window.shifted))}`);
  if (act) await act(page);
  const open = act !== undefined && !name.includes("hover");
  if (!open) {
    // The whole page, without what is sticky in its way.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewportSize({ width, height: Math.max(height, 844) });
    await page.waitForTimeout(250);
  }
  await page.screenshot({ path: join(folder, `${label}.png`) });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) complain(label, `the page is ${wide} px wider than its window`);
  const text = (await page.locator("body").textContent()) ?? "";
  if (/\bNaN\b|\bundefined\b|\[object /.test(text)) complain(label, "a value that is none stands on the page");
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  for (const violation of violations.filter((each) => ["serious", "critical"].includes(each.impact))) {
    complain(
      label,
      `${violation.id}: ${violation.nodes
        .map((node) => `${node.target} ${node.html.slice(0, 160)}`)
        .slice(0, 3)
        .join(" | ")}`,
    );
  }
  await context.close();
}

for (const [name, person, address, act, broken = "", reason = ""] of pages) {
  if (only.length > 0 && !only.includes(name)) continue;
  for (const width of [1440, 390]) {
    for (const theme of ["light", "dark"]) {
      await look(name, person, address, act, broken, reason, width, theme).catch((error) =>
        complain(`${name}-${width}-${theme}`, error.message),
      );
    }
  }
}
await browser.close();
await server.close();
console.log(failed === 0 ? "look: nothing to complain of" : `look: ${failed} complaints`);
process.exit(failed === 0 ? 0 : 1);
