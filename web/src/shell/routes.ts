import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** What a page is given of its address. */
export interface PageProps {
  /** The variable part of the address; "" where it has none. */
  id: string;
}

interface Route {
  pattern: RegExp;
  load: () => Promise<{ default: ComponentType<PageProps> }>;
  page: LazyExoticComponent<ComponentType<PageProps>>;
}

function route(pattern: RegExp, load: Route["load"]): Route {
  return { pattern, load, page: lazy(load) };
}

// Each page is a chunk of its own: a reader who opens a dashboard loads nothing else.
const routes = [
  route(/^\/$/, () => import("../home/HomePage")),
  route(/^\/dashboards\/([^/]+)\/?$/, () => import("../dashboard/DashboardPage")),
  route(/^\/runs\/?$/, () => import("../home/RunsPage")),
  route(/^\/runs\/([^/]+)\/?$/, () => import("../trace/TracePage")),
  route(/^\/owner\/([^/]+)\/?$/, () => import("../owner/OwnerPage")),
  route(/^\/break\/?$/, () => import("../breaks/BreakPage")),
];

/** Finds the page of an address, and starts to load it; null where there is none. */
export function pageOf(path: string): { page: Route["page"]; id: string } | null {
  for (const { pattern, load, page } of routes) {
    const match = pattern.exec(path);
    if (match) {
      load().catch(() => {}); // the page itself says that it could not be loaded
      return { page, id: decoded(match[1] ?? "") };
    }
  }
  return null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
