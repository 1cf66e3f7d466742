import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/**
 * The custom properties of Cloudscape's theme, by the names of its design tokens. They are read out of the components
 * themselves: the names end in a hash of the theme, and the package of tokens is built from another one.
 */
function readTokens(): Map<string, string> {
  const components = dirname(createRequire(import.meta.url).resolve("@cloudscape-design/components/package.json"));
  const theme = readFileSync(join(components, "internal/base-theme/styles.scoped.css"), "utf8");
  const found = new Map<string, string>();
  for (const [, property = "", name = ""] of theme.matchAll(/(--([a-z0-9-]+)-[a-z0-9]{6})\s*:/g)) {
    found.set(
      name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      property,
    );
  }
  return found;
}

/**
 * Lets our style sheets name Cloudscape's design tokens: `token(colorTextBodyDefault)` becomes the custom property that
 * holds the value of the theme in force. A token that does not exist fails the build.
 */
export function designTokens(): Plugin {
  const tokens = readTokens();
  return {
    name: "interlaken:tokens",
    enforce: "pre",
    transform(code, id) {
      const path = id.split("?")[0] ?? "";
      if (!path.endsWith(".css") || path.includes("node_modules")) {
        return null;
      }
      return code.replace(/\btoken\((\w+)\)/g, (_, name: string) => {
        const property = tokens.get(name);
        if (property === undefined) {
          this.error(`${path}: there is no design token ${name}`);
        }
        return `var(${property})`;
      });
    },
  };
}
