import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { HtmlTagDescriptor, Plugin } from "vite";

const face =
  /(font-weight: (\d+);\s*font-style: (\w+);\s*src: )url\(["']?data:font\/woff2;(?:charset=[\w-]+;)?base64,([A-Za-z0-9+/=]+)["']?\)/g;

/** The faces that every page shows, which are fetched beside the script: text that changes its font moves. */
const first = /open-sans-(400|700)-normal/;

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
      const text = readFileSync(path, "utf8").replace(face, (_, before: string, weight, style, base64: string) => {
        found++;
        const file = join(folder, `open-sans-${weight}-${style}.woff2`);
        writeFileSync(file, Buffer.from(base64, "base64"));
        return `${before}url("${file}")`;
      });
      if (found === 0 || text.includes("data:font")) {
        this.error(`${path}: its fonts are no longer embedded as they were; look at build/fonts.ts`);
      }
      return text;
    },
    transformIndexHtml: {
      order: "post",
      handler(_, { bundle }) {
        const files = Object.keys(bundle ?? {}).filter((name) => first.test(name));
        return files.map<HtmlTagDescriptor>((name) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", crossorigin: "", href: `/${name}` },
          injectTo: "head",
        }));
      },
    },
  };
}
