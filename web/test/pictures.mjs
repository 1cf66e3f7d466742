// Pictures of pages, as small as the browser makes them without a loss that one would see.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "./browser.mjs";

/** A place that takes pictures into a folder. Its browser is one of its own, which no page has anything to do with. */
export async function openStudio(folder) {
  mkdirSync(folder, { recursive: true });
  const browser = await launch();
  const page = await browser.newPage();
  return {
    close: () => browser.close(),
    async take(subject, name) {
      const png = await subject.screenshot({ caret: "hide" });
      const webp = await page.evaluate(async (base64) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        canvas.getContext("2d").drawImage(bitmap, 0, 0);
        const blobs = await Promise.all([1, 0.75].map((quality) => canvas.convertToBlob({ type: "image/webp", quality })));
        const least = blobs.reduce((a, b) => (b.size < a.size ? b : a));
        return btoa(Array.from(new Uint8Array(await least.arrayBuffer()), (byte) => String.fromCharCode(byte)).join(""));
      }, png.toString("base64"));
      writeFileSync(join(folder, `${name}.webp`), Buffer.from(webp, "base64"));
      if (process.env.PNG) writeFileSync(join(process.env.PNG, `${name}.png`), png);
    },
  };
}
