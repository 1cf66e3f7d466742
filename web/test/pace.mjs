// How long a reader waits. LINK is the reader's, LOADS how often the dashboard is opened, each time in a browser that has
// nothing of it. Prints one line of JSON for each load; times are in milliseconds from the click on the link, by the
// browser's own clock, and end when a figure and its receipt stand in the page.
import { gzipSync } from "node:zlib";
import { launch, patience, visual } from "./browser.mjs";

const headline = ["complaints-headline", "loans-headline"];
const first = [...headline, "index-headline", "complaints-by-month", "loans-by-grade"]; // retail, investment and risk
const all = [...first, "index-by-month", "complaints-by-product"];

for (let load = 0; load < Number(process.env.LOADS ?? 1); load++) {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(patience);
    await page.addInitScript((all) => {
      window.stood = {};
      const look = () => {
        for (const id of all) {
          const place = `section.visual[data-element="${id}"]`;
          const stands = document.querySelector(`${place} button.receipt`) && document.querySelector(`${place} :is([data-figure], canvas)`);
          if (stands) window.stood[id] ??= performance.now();
        }
        if (Object.keys(window.stood).length < all.length) requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    }, all);
    const bodies = [];
    let requests = 0;
    page.on("request", () => requests++);
    page.on("response", (response) => {
      const type = response.request().resourceType();
      if (type === "script" || type === "stylesheet") bodies.push(response.body().then((body) => [type, gzipSync(body, { level: 9 }).length]));
    });
    await page.goto(process.env.LINK);
    await page.waitForFunction((n) => Object.keys(window.stood).length === n, all.length);
    const asked = requests;
    const stood = await page.evaluate(() => window.stood);
    const bytes = { script: 0, stylesheet: 0 };
    for (const [type, size] of await Promise.all(bodies)) bytes[type] += size;
    const receipt = await page.evaluate(
      (button) =>
        new Promise((resolve) => {
          const clicked = performance.now();
          const look = () => (document.querySelector("aside.trace-panel .chain-price") ? resolve(performance.now() - clicked) : requestAnimationFrame(look));
          document.querySelector(button).click();
          look();
        }),
      `section.visual[data-element="${headline[0]}"] button.receipt`,
    );
    await visual(page, headline[0]).waitFor();
    const last = (ids) => Math.max(...ids.map((id) => stood[id]));
    console.log(JSON.stringify({ first: last(first), last: last(all), receipt, requests: asked, ...bytes }));
  } finally {
    await browser.close();
  }
}
