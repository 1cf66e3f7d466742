// Looks at every page of the built app, answered by web/mock, as every_page.mjs does at those of the program: quick to run
// while one works on the app, and it has pictures of all of them.
//
//	node test/look.mjs [FOLDER [NAME …]]     after npm run build; CHROMIUM names the browser
import { preview } from "vite";
import { openBrowser } from "./browser.mjs";
import { lookAt } from "./looker.mjs";
import { reason } from "./pages.mjs";
import { openStudio } from "./pictures.mjs";
import { listen } from "./wire.mjs";

const [folder = new URL("../../build/look", import.meta.url).pathname, ...only] = process.argv.slice(2);
const server = await preview({ root: new URL("..", import.meta.url).pathname, logLevel: "error" });
const origin = "http://127.0.0.1:4173";
const browser = await openBrowser();
const studio = await openStudio(folder);
const people = new Map();

async function pageOf(person) {
  if (people.has(person)) return people.get(person);
  const page = await browser.visit(person ? `${origin}/as/${person}#demo` : origin, { reducedMotion: "reduce", colorScheme: "light", timezoneId: "UTC" });
  if (person) await page.locator(".top-pages").waitFor({ state: "attached" });
  people.set(person, page);
  page.wire = listen(page);
  return page;
}

/** Calls the mock as the owner of retail. */
async function asOwner(path, data, target) {
  const page = await pageOf("owner");
  return (await page.context().request.post(origin + path, { data, headers: target ? { "X-Amz-Target": `InterlakenHub.${target}` } : {} })).json();
}

const account = { AccountId: "222222222222" };
const turns = {
  refused: [() => asOwner("/web/breaks/external-id", { active: true }), () => asOwner("/web/breaks/external-id", { active: false })],
  suspended: [
    () => asOwner("/", { ...account, DataSourceId: "retail", Reason: reason }, "SuspendAccess"),
    async () => {
      const { Suspensions } = await asOwner("/", account, "ListSuspensions");
      for (const { SuspensionId } of Suspensions) await asOwner("/", { ...account, SuspensionId }, "ResumeAccess");
    },
  ],
};

const chosen = ({ name, mock }) => mock !== false && (only.length === 0 || only.includes(name));
const { wrong, looked } = await lookAt({ origin, chosen, pageOf, turns, studio });
await studio.close();
await browser.close();
await server.close();
for (const text of wrong) console.error(text);
console.log(`looked ${looked} times, ${wrong.length} complaints`);
process.exit(wrong.length === 0 ? 0 : 1);
