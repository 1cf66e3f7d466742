// The first no, and its yes: with the reader's page open, the chain to retail is broken in each of the four ways, from the
// page that offers it; the owner's page says what mends it, and that is run as it is printed. READER and OWNER are links,
// SHELL is what a command is run behind.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { figure, kept, mark, openBrowser, refused, sound, standing } from "./browser.mjs";

const needing = ["complaints-headline", "loans-headline", "complaints-by-month", "complaints-by-product"];
const others = ["index-headline", "index-by-month", "loans-by-grade"];
const run = (command) => execFileSync("sh", ["-c", `${process.env.SHELL_PREFIX} && ${command}`], { encoding: "utf8" });

const browser = await openBrowser();
try {
  const reader = await browser.visit(process.env.READER);
  const owner = await browser.visit(process.env.OWNER);
  await standing(reader, [...needing, ...others]);
  const before = Object.fromEntries(await Promise.all([...needing, ...others].map(async (id) => [id, await figure(reader, id)])));
  await mark(reader, others);
  for (const [id, step] of [["external-id", "step 2"], ["trust", "step 2"], ["prefix", "step 3"], ["workgroup", "step 3"]]) {
    run(`interlaken demo break ${id}`);
    if (id === "prefix") await reader.reload().then(() => standing(reader, others)).then(() => mark(reader, others));
    const said = await refused(reader, needing);
    for (const [place, text] of Object.entries(said)) {
      assert.match(text, /retail \(account 222222222222\) refused/, `${id}, ${place}`);
      assert.ok(text.includes(step), `${id}, ${place}: ${text}`);
      assert.match(text, /Ask the data office of retail/, `${id}, ${place}`);
      assert.match(text, /Copy request/, `${id}, ${place}`);
      assert.doesNotMatch(text, /role-b|arn:|s3:|SELECT/, `${id}, ${place} tells a reader too much`);
    }
    assert.deepEqual(await kept(reader, others), others, `${id}: figures of other accounts flickered`);
    const command = owner.locator(".owner-problem").locator("code, pre").filter({ hasText: /^aws (iam|athena)/ }).first();
    await command.waitFor();
    const printed = (await command.innerText()).trim();
    run(`AWS_PROFILE=retail ${printed}`);
    await standing(reader, needing);
    for (const place of needing) assert.equal(await figure(reader, place), before[place], `${id} mended, ${place}`);
    run(`interlaken demo break ${id} --undo`);
  }
  assert.deepEqual(await kept(reader, others), others);
  await sound(reader);
  await sound(owner);
  console.log("mended 4 of 4");
} finally {
  await browser.close();
}
