import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compress } from "./build/compress";
import { fonts } from "./build/fonts";
import { designTokens } from "./build/tokens";
import { mockServer } from "./mock/plugin";

// `npm run dev` and `npm run preview` answer from web/mock; the program serves dist itself and knows no mock.
export default defineConfig({
  plugins: [
    fonts(join(import.meta.dirname, "node_modules/.interlaken/fonts")),
    designTokens(),
    react(),
    compress(),
    mockServer(),
  ],
  server: { host: "127.0.0.1", port: 5173, strictPort: true },
  preview: { host: "127.0.0.1", port: 4173, strictPort: true },
  build: {
    target: "es2022",
    // No data: addresses, which the content-security policy allows for images alone.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // What every page has is one file; small files shared by some pages would cost more in requests than they save.
        codeSplitting: {
          groups: [
            {
              name: "common",
              test: /[\\/](react|react-dom|scheduler|@tanstack[\\/](query-core|react-query)|src[\\/](shell|api))[\\/]/,
            },
          ],
        },
      },
    },
  },
});
