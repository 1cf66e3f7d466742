// A person outside the demo: takes the invitation at ADDRESS, chooses a password, signs out, mistypes, signs in. A
// stranger's page in a bucket, at OBJECT, is opened in the same browser and runs nothing.
import assert from "node:assert/strict";
import { openBrowser, sound } from "./browser.mjs";

const password = "eleven purple ladders";
const browser = await openBrowser();
try {
  const page = await browser.visit(process.env.ADDRESS);
  await page.getByLabel("Password", { exact: true }).fill(password);
  assert.equal(new URL(page.url()).hash, "", "the invitation is gone from the address");
  await page.getByLabel("The same once more").fill(password);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await page.getByRole("heading", { name: /^Dashboards/ }).waitFor();
  const cookies = await page.context().cookies();
  assert.deepEqual(
    cookies.map(({ name, secure, httpOnly, sameSite, path }) => ({ name, secure, httpOnly, sameSite, path })),
    [{ name: `__Host-interlaken-${new URL(page.url()).port}`, secure: true, httpOnly: true, sameSite: "Strict", path: "/" }],
  );

  const stranger = await page.context().newPage();
  // From a link elsewhere, because then the browser leaves the cookie out, and the signature alone is looked at.
  await stranger.goto("data:text/html,<a>open</a>");
  await stranger.evaluate((object) => {
    document.querySelector("a").href = object;
  }, process.env.OBJECT);
  await stranger.getByText("open").click();
  await stranger.waitForURL(/\/pages\/a\.html/);
  assert.equal((await stranger.locator("body").innerText()).trim(), "nothing ran");
  await stranger.close();

  await page.getByRole("button", { name: "lea" }).click();
  await page.getByText("Sign out").click();
  await page.getByRole("heading", { name: "Sign in to Interlaken" }).waitFor();
  await page.getByLabel("User name").fill("lea");
  await page.getByLabel("Password", { exact: true }).fill("mistyped");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("The user name or the password is not right.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: /^Dashboards/ }).waitFor();
  await sound(page);

  const late = await browser.visit(process.env.ADDRESS);
  await late.getByLabel("Password", { exact: true }).fill(password);
  await late.getByLabel("The same once more").fill(password);
  await late.getByRole("button", { name: "Accept and sign in" }).click();
  await late.getByText("This invitation does not hold any more").waitFor();
  console.log("signed in twice");
} finally {
  await browser.close();
}
