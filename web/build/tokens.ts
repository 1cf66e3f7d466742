import * as tokens from "@cloudscape-design/design-tokens";
import type { Plugin } from "vite";

const values: Record<string, string> = { ...tokens };

/**
 * Lets our style sheets name Cloudscape's design tokens: `token(colorTextBodyDefault)` becomes the custom property that
 * holds the value of the theme in force. A token that does not exist fails the build.
 */
export function designTokens(): Plugin {
  return {
    name: "interlaken:tokens",
    enforce: "pre",
    transform(code, id) {
      const path = id.split("?")[0] ?? "";
      if (!path.endsWith(".css") || path.includes("node_modules")) {
        return null;
      }
      return code.replace(/\btoken\((\w+)\)/g, (_, name: string) => {
        const value = values[name];
        if (value === undefined) {
          this.error(`${path}: there is no design token ${name}`);
        }
        return value;
      });
    },
  };
}
