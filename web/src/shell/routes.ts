import { type Chunk, chunk } from "../parts/chunk";

/** What a page is given of its address. */
export interface PageProps {
  /** The variable part of the address; "" where it has none. */
  id: string;
}

interface Route {
  pattern: RegExp;
  page: Chunk<PageProps>;
  /** Whether it is for people who are not signed in, too. */
  open?: true;
}

// Each page is a chunk of its own: a reader who opens a dashboard loads nothing else.
const routes: Route[] = [
  { pattern: /^\/as\/([^/]+)\/?$/, page: chunk(() => import("../signin/PersonaPage")), open: true },
  { pattern: /^\/invitation\/?$/, page: chunk(() => import("../signin/InvitationPage")), open: true },
  { pattern: /^\/$/, page: chunk(() => import("../home/HomePage")) },
  { pattern: /^\/dashboards\/([^/]+)\/?$/, page: chunk(() => import("../dashboard/DashboardPage")) },
  { pattern: /^\/runs\/?$/, page: chunk(() => import("../home/RunsPage")) },
  { pattern: /^\/runs\/([^/]+)\/?$/, page: chunk(() => import("../trace/TracePage")) },
  { pattern: /^\/owner\/([^/]+)\/?$/, page: chunk(() => import("../owner/OwnerPage")) },
  { pattern: /^\/break\/?$/, page: chunk(() => import("../breaks/BreakPage")) },
];

/** Finds the page of an address, and starts to load it; null where there is none. */
export function pageOf(path: string): { page: Route["page"]; open: boolean; id: string } | null {
  for (const { pattern, page, open = false } of routes) {
    const match = pattern.exec(path);
    if (match) {
      page.preload();
      return { page, open, id: decoded(match[1] ?? "") };
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
