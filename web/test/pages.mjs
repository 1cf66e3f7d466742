// Every page of the app, as somebody sees it. One list for three uses: the test of the real program and its pictures
// (every_page.mjs), and the look at the app answered by web/mock (look.mjs).
//
// Of each page:
//   name      its name, and its pictures' too
//   person    who looks: "" is signed out, newcomer is somebody with whom nothing is shared and who has asked nothing
//   path      its address
//   goesOn    true in the place of a path: it is what the page before becomes
//   state     what has happened before: "" nothing, "refused" retail refuses role B, "suspended" its owner has suspended it
//   twice     true: it is loaded, and acted on, on each screen, and not only made narrow
//   ready     what a person would see last of it (a selector)
//   act       what is done before it is looked at
//   mock      false: web/mock has no such page
//   pictured  false: there is no picture of it in docs/screenshots

const own = "/dashboards/nervous-markets"; // the author's
const shared = "/dashboards/nervous-markets-ca"; // of one state, the reader's
const retail = "/owner/222222222222";
const drawn = ".plot-canvas canvas";

/** Why its owner has suspended retail. */
export const reason = "An access review until Friday.";

const openReceipt = (id) => async (page) => {
  await page.locator(`[data-element=${id}] .receipt`).click();
  await seen(page, "aside .chain-price");
};

export const pages = [
  { name: "sign-in", person: "", path: "/", ready: "form" },
  {
    name: "sign-in-mistyped",
    person: "",
    goesOn: true,
    pictured: false,
    mock: false,
    act: async (page) => {
      await page.getByLabel("User name").fill("nobody");
      await page.getByLabel("Password", { exact: true }).fill("mistyped");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await seen(page, "text=Not signed in");
    },
  },
  { name: "link-ended", person: "", path: "/as/reader#old", ready: ".problem" },
  { name: "invitation", person: "", path: "/invitation#code", ready: "form" },
  {
    name: "invitation-wrong",
    person: "",
    goesOn: true,
    pictured: false,
    act: async (page) => {
      await page.getByLabel("Password", { exact: true }).fill("short");
      await page.getByRole("button", { name: "Accept and sign in" }).click();
      await seen(page, "text=The two are not the same.");
    },
  },
  { name: "invitation-cut", person: "", path: "/invitation", ready: ".problem", pictured: false },

  { name: "home", twice: true, person: "admin", path: "/", ready: "text=Latest runs of everybody" },
  { name: "runs", person: "admin", path: "/runs", ready: "h1" },
  { name: "break", person: "admin", path: "/break", ready: ".break-body" },
  { name: "home-empty", person: "newcomer", path: "/", ready: "text=No runs yet", mock: false },

  { name: "dashboard", twice: true, person: "author", path: own, ready: drawn },
  {
    name: "dashboard-list",
    person: "author",
    goesOn: true,
    twice: true,
    pictured: false,
    act: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /State/ }).first().click();
      await page.getByRole("option", { name: "TX" }).waitFor();
    },
  },
  {
    name: "dashboard-dates",
    person: "author",
    goesOn: true,
    twice: true,
    pictured: false,
    act: async (page) => {
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: /Dates/ }).first().click();
      await page.getByLabel("First day").waitFor();
    },
  },
  {
    name: "dashboard-no-rows",
    person: "author",
    goesOn: true,
    mock: false,
    pictured: false,
    act: async (page) => {
      for (const label of ["First day", "Last day"]) await page.getByLabel(label).fill("1999-01-01");
      await page.getByRole("button", { name: "Apply" }).click();
      await seen(page, "text=No rows for these filters.");
    },
  },
  { name: "dashboard-states", twice: true, person: "author", path: `${own}#states`, ready: ".rows tbody tr" },
  {
    name: "dashboard-trace",
    person: "author",
    goesOn: true,
    act: async (page) => {
      await page.getByRole("tab", { name: "Overview" }).click();
      await openReceipt("complaints-headline")(page);
    },
  },
  {
    name: "trace",
    person: "author",
    goesOn: true,
    act: async (page) => {
      await page.getByRole("link", { name: "Open as a page" }).click();
      await seen(page, "main .page-title");
    },
  },
  { name: "trace-gone", person: "author", path: "/runs/none", ready: ".problem", pictured: false },

  { name: "dashboard-reader", person: "reader", path: shared, ready: drawn, pictured: false },
  { name: "dashboard-trace-reader", person: "reader", goesOn: true, pictured: false, act: openReceipt("loans-by-grade") },
  { name: "home-reader", person: "reader", path: "/", ready: "text=Your latest runs", pictured: false },
  { name: "owner-refused", person: "reader", path: retail, ready: ".problem", pictured: false },
  { name: "not-found", person: "reader", path: "/nothing/here", ready: ".problem" },
  { name: "not-shared", person: "reader", path: own, ready: ".problem", mock: false, pictured: false },

  { name: "owner", twice: true, person: "owner", path: retail, ready: "text=Put it into force" },
  {
    name: "owner-suspend",
    person: "owner",
    goesOn: true,
    act: async (page) => {
      await page.getByRole("button", { name: "Suspend access" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Suspend", exact: true }).click();
      await seen(page, "text=Say why, in a sentence.");
    },
  },

  { name: "dashboard-suspended", person: "reader", path: shared, state: "suspended", ready: ".refused .refused-title" },
  { name: "owner-suspended", person: "owner", path: retail, state: "suspended", ready: ".suspensions" },

  { name: "dashboard-refused", person: "reader", path: shared, state: "refused", ready: ".refused .copy-button" },
  {
    name: "trace-refused",
    person: "reader",
    path: "/runs",
    state: "refused",
    ready: "text=Failed",
    mock: false,
    pictured: false,
    act: async (page) => {
      await page.locator("main tr:has-text('Failed') a, main article:has-text('Failed') a").first().click();
      await seen(page, "text=Refused or failed");
    },
  },
  { name: "owner-problem", person: "owner", path: retail, state: "refused", ready: ".owner-problem .code" },
  { name: "break-broken", person: "admin", path: "/break", state: "refused", ready: "text=Broken", pictured: false },
];

/** The states, in the order in which they are looked at. */
export const states = ["", "suspended", "refused"];

/** The two screens that each page is looked at on. */
export const widths = [1440, 390];
export const themes = ["light", "dark"];
export const heightOf = (width) => (width < 500 ? 844 : 900);

/** Waits for something to be on the page: a selector, or "text=…" for words. It looks at every frame that is painted. */
export const seen = (page, what) =>
  page.waitForFunction((what) => {
    if (what.startsWith("text=")) return document.body?.innerText.includes(what.slice("text=".length));
    return [...document.querySelectorAll(what)].some((each) => each.checkVisibility());
  }, what);

/** Waits until nothing is loading, moving or being asked for any more. */
export async function settled(page, ready) {
  await seen(page, ready);
  await page.waitForFunction(
    () =>
      !document.querySelector("[aria-busy=true], .skeleton, .page-wait, .dashboard-wait, .trace-wait, [class*=awsui_loading]") &&
      [...document.querySelectorAll("section.visual")].every((each) =>
        each.querySelector(".receipt, .refused, .visual-empty"),
      ) &&
      [...document.querySelectorAll(".plot-canvas")].every((each) => each.querySelector("canvas")),
  );
  await stands(page);
}

/** Waits for what is under way to be painted: fonts, transitions that end, and two frames. */
export const stands = (page) =>
  page.evaluate(async () => {
    await document.fonts.ready;
    const frame = () => new Promise((resume) => requestAnimationFrame(resume));
    await frame();
    const ending = document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
    await Promise.all(ending.map((each) => each.finished.catch(() => {})));
    await frame();
    await frame();
  });

/** Shows the whole page at once, without what is sticky in its way, as far as a picture may go. */
export async function unroll(page, width, most = 2000) {
  if (await page.locator("[role=dialog]:visible, [role=listbox]:visible").count()) return;
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.min(most, Math.max(height, heightOf(width))) });
  await stands(page);
}
