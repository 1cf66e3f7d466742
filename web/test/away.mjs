// A tab that stays open while the hub does not answer, and one that is left while its figures are computed.
//
//	LINK      the reader's link
//	ADDRESS   where the hub serves
//	PID       the process of the demo
//	RESTART   what starts it again, as a JSON list; it is ended before this ends
//	SHELL     what a command of the demo is run behind
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { figure, kept, mark, openBrowser, sound, standing } from "./browser.mjs";
import { seen } from "./pages.mjs";

const all = ["complaints-headline", "loans-headline", "index-headline", "index-by-month", "complaints-by-month", "complaints-by-product", "loans-by-grade"];
const run = (command) => execFileSync("sh", ["-c", `${process.env.SHELL_PREFIX} && ${command}`], { encoding: "utf8" });
const notice = ".no-answer";
const browser = await openBrowser();

/** The notice stands, what stood stands too, and nothing moved. */
async function saysSo(page, before) {
  await seen(page, notice);
  assert.match(await page.locator(notice).innerText(), /The hub does not answer\..*goes on by itself/s);
  assert.deepEqual(await kept(page, all), all, "the figures stay");
  assert.equal(await figure(page, all[0]), before);
  assert.equal(await page.evaluate(() => window.shift), 0, "nothing moves");
}

/** Answers in the hub's place what the page asks of its sources. */
const instead = (page, answer) =>
  page.route(
    ({ pathname }) => pathname === "/",
    (route) => (route.request().headers()["x-amz-target"]?.endsWith(".GetDashboardStatus") ? route.fulfill({ status: 503, ...answer }) : route.fallback()),
  );

const recovered = (page) => page.waitForFunction((notice) => !document.querySelector(notice), notice);

/* In the page: the hub is asked for what the runs draw, and the answers do not come while the page is there. */
function hold() {
  const ask = window.fetch;
  window.begun = [];
  window.fetch = (address, init) => {
    if (!init?.headers?.["X-Amz-Target"]?.endsWith(".GetVisual")) return ask(address, init);
    window.begun.push(JSON.parse(init.body).RunId);
    return new Promise((_, refuse) => init.signal.addEventListener("abort", () => refuse(init.signal.reason)));
  };
}

/** Leaves a page whose runs are under way, and returns the runs that it had begun. */
async function left(leave) {
  const page = await browser.visit(process.env.LINK);
  await page.locator("section.visual").first().waitFor();
  await page.addInitScript(hold);
  await page.reload({ waitUntil: "commit" });
  await page.waitForFunction(() => window.begun?.length === 5); // so many are under way at once
  const begun = await page.evaluate(() => window.begun);
  await leave(page);
  return begun;
}

/** The runs that the reader has had stopped, by the hub account's trail. */
function stopped() {
  const { Events } = JSON.parse(run("aws cloudtrail lookup-events --profile admin --lookup-attributes AttributeKey=EventName,AttributeValue=StopRun"));
  return Events.map(({ CloudTrailEvent }) => JSON.parse(CloudTrailEvent).requestParameters.runId);
}

try {
  const begun = [
    ...(await left((page) => Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]))),
    ...(await left((page) => page.goto("about:blank"))),
    ...(await left((page) => page.getByRole("link", { name: "Interlaken" }).click())),
  ];
  const reader = await browser.visit(process.env.LINK);
  await standing(reader, all);
  // Those requests outlived their pages; by now, or soon, the hub has them.
  let missing = begun;
  for (let look = 0; look < 10 && missing.length > 0; look++) {
    const known = stopped();
    missing = missing.filter((each) => !known.includes(each));
  }
  assert.deepEqual(missing, [], `of ${begun.length} runs whose page was left these go on for nobody`);
  const before = await figure(reader, all[0]);
  await mark(reader, all);
  // The hub's own refusal is an answer; what stands before a hub and speaks in its place is none.
  await instead(reader, { headers: { "X-Amzn-Errortype": "ServiceUnavailableException" }, body: "{}" });
  for (let n = 0; n < 2; n++) {
    await (await reader.waitForResponse((response) => response.status() === 503)).finished();
    await reader.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    assert.equal(await reader.locator(notice).count(), 0, "a refusal is taken for no answer");
  }
  await reader.unrouteAll();
  await instead(reader, { body: "<html>" });
  await seen(reader, notice);
  await reader.unrouteAll();
  await recovered(reader);
  // It hangs, and goes on.
  process.kill(Number(process.env.PID), "SIGSTOP");
  try {
    await saysSo(reader, before);
  } finally {
    process.kill(Number(process.env.PID), "SIGCONT");
  }
  await recovered(reader);
  // It ends, and is started anew.
  process.kill(Number(process.env.PID), "SIGINT");
  await saysSo(reader, before);
  for (;;) {
    try {
      process.kill(Number(process.env.PID), 0);
      await reader.evaluate(() => new Promise((resume) => requestAnimationFrame(resume)));
    } catch {
      break; // it is gone, and its folder is free
    }
  }
  const [command, ...rest] = JSON.parse(process.env.RESTART);
  const again = spawn(command, rest, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    for await (const line of createInterface({ input: again.stdout })) if (line.startsWith("Serving on ")) break;
    again.stdout.resume();
    await recovered(reader);
    await standing(reader, all);
    assert.equal(await figure(reader, all[0]), before);
    run("interlaken demo break trust"); // what follows is seen again
    await seen(reader, ".refused .copy-button");
    run("interlaken demo break trust --undo");
    await standing(reader, all);
    // Another version is published: the page that is open goes on with it.
    const board = "--aws-account-id 111111111111 --dashboard-id nervous-markets-ca";
    run(`aws quicksight describe-dashboard-definition ${board} --query Definition > ~/definition.json`);
    run(`aws quicksight update-dashboard ${board} --name 'Nervous again' --definition file://$HOME/definition.json`);
    run(`aws quicksight update-dashboard-published-version ${board} --version-number 2`);
    await reader.getByRole("heading", { level: 1, name: "Nervous again" }).waitFor();
    await standing(reader, all);
    assert.equal(await figure(reader, all[0]), before);
    await sound(reader);
  } finally {
    const ended = once(again, "exit");
    again.kill("SIGINT");
    await ended;
  }
  console.log("said so, and went on");
} finally {
  await browser.close();
}
