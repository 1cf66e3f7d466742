import "@cloudscape-design/global-styles/index.css";
import "./shell/base.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { App } from "./shell/App";
import { ErrorBoundary } from "./shell/ErrorBoundary";
import { queries } from "./shell/queries";
import { RouterProvider } from "./shell/router";
import { startTheme } from "./shell/theme";

startTheme();
const root = document.getElementById("app");
if (!root) throw new Error("index.html has no element #app");
createRoot(root).render(
  <ErrorBoundary>
    <QueryClientProvider client={queries}>
      <RouterProvider>
        <App />
      </RouterProvider>
    </QueryClientProvider>
  </ErrorBoundary>,
);
