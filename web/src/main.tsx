import "@cloudscape-design/global-styles/index.css";
import "./shell/base.css";
import "./shell/top-bar.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { createRoot } from "react-dom/client";
import { readSession } from "./api/session";
import { App } from "./shell/App";
import { ErrorBoundary } from "./shell/ErrorBoundary";
import { fontsLoaded } from "./shell/fonts";
import { queries } from "./shell/queries";
import { RouterProvider } from "./shell/router";
import { pageOf } from "./shell/routes";
import { startTheme } from "./shell/theme";

startTheme();
const root = document.getElementById("app");
if (!root) throw new Error("index.html has no element #app");
// The session is asked for meanwhile.
queries.prefetchQuery({ queryKey: ["session"], queryFn: () => readSession(), staleTime: Number.POSITIVE_INFINITY });
pageOf(location.pathname);
await fontsLoaded();
createRoot(root).render(
  <ErrorBoundary>
    <QueryClientProvider client={queries}>
      <RouterProvider>
        <App />
      </RouterProvider>
    </QueryClientProvider>
  </ErrorBoundary>,
);
