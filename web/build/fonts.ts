import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const embedded = /url\(["']?data:font\/woff2;(?:charset=[\w-]+;)?base64,([A-Za-z0-9+/=]+)["']?\)/g;

/**
 * Takes the fonts that a style sheet carries as base64 out into files: the content-security policy has `font-src
 * 'self'`, and a font in a style sheet holds up the first paint.
 */
export function fonts(folder: string): Plugin {
  return {
    name: "interlaken:fonts",
    enforce: "pre",
    load(id) {
      const path = id.split("?")[0] ?? "";
      if (!path.endsWith("/global-styles/index.css")) {
        return null;
      }
      mkdirSync(folder, { recursive: true });
      let found = 0;
      const text = readFileSync(path, "utf8").replace(embedded, (_, base64: string) => {
        found++;
        const bytes = Buffer.from(base64, "base64");
        const file = join(folder, `open-sans-${createHash("sha256").update(bytes).digest("hex").slice(0, 12)}.woff2`);
        writeFileSync(file, bytes);
        return `url("${file}")`;
      });
      if (found === 0 || text.includes("data:font")) {
        this.error(`${path}: its fonts are no longer embedded as they were; look at build/fonts.ts`);
      }
      return text;
    },
  };
}
