// The owner's switch: while the reader's page is open the owner suspends with a reason, and resumes; then the same by the
// IAM statement that the owner's page prints, without the hub's help.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { figure, kept, mark, openBrowser, refused, sound, standing } from "./browser.mjs";

const needing = ["complaints-headline", "loans-headline", "complaints-by-month", "complaints-by-product"];
const others = ["index-headline", "index-by-month", "loans-by-grade"];
const run = (command) => execFileSync("sh", ["-c", `${process.env.SHELL_PREFIX} && ${command}`], { encoding: "utf8" });

const browser = await openBrowser();
try {
  const reader = await browser.visit(process.env.READER);
  await standing(reader, [...needing, ...others]);
  const before = await figure(reader, "complaints-by-product");
  await mark(reader, others);
  const owner = await browser.visit(process.env.OWNER);
  await owner.getByText("Complaints, CA").first().waitFor();
  assert.match(await owner.locator("main").innerText(), /reader[\s\S]*Nervous markets, CA/);

  await owner.getByRole("button", { name: "Suspend access" }).click();
  const dialog = owner.getByRole("dialog");
  await dialog.getByLabel("What").click();
  await owner.getByRole("option", { name: "retail" }).click();
  await dialog.getByLabel("Reason").fill("yearly audit");
  await dialog.getByRole("button", { name: "Suspend", exact: true }).click();
  for (const text of Object.values(await refused(reader, needing))) assert.match(text, /retail \(account 222222222222\) has suspended this data source: yearly audit/);
  assert.deepEqual(await kept(reader, others), others, "other accounts' figures stay");
  await owner.getByRole("button", { name: "Resume" }).click();
  await standing(reader, needing);
  assert.equal(await figure(reader, "complaints-by-product"), before);

  const command = owner.locator("code, pre").filter({ hasText: /^aws iam put-role-policy/ }).first();
  await command.waitFor();
  run(`AWS_PROFILE=retail ${(await command.innerText()).trim()}`);
  for (const text of Object.values(await refused(reader, needing))) assert.match(text, /retail \(account 222222222222\) refused/);
  assert.deepEqual(await kept(reader, others), others, "other accounts' figures stay");
  const undo = owner.locator("code, pre").filter({ hasText: /^aws iam delete-role-policy/ }).first();
  run(`AWS_PROFILE=retail ${(await undo.innerText()).trim()}`);
  await standing(reader, needing);
  await sound(reader);
  await sound(owner);
  console.log("switched off and on twice");
} finally {
  await browser.close();
}
