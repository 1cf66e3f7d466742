import { call } from "../api/client";
import { listDashboards } from "../api/quicksight";
import type { Session } from "../api/session";

/**
 * The demo's token, for as long as this page lives: it came in the fragment of a link, which no server sees, and is kept
 * nowhere else.
 */
let demoToken = "";

export const keepToken = (token: string) => {
  demoToken = token;
};
export const keptToken = () => demoToken;

/** Where somebody goes first: a reader to the dashboard, an owner to the account, all others to the list. */
export async function landing(session: Session, persona: string): Promise<string> {
  const writes = /^(AUTHOR|ADMIN)/.test(session.role ?? "");
  if (!writes || persona.startsWith("owner")) {
    const owned = (await call("GetCaller", {})).Owns?.[0]?.AccountId;
    if (owned) return `/owner/${owned}`;
  }
  if (writes || !session.account) return "/";
  const first = (await listDashboards(session.account))[0]?.DashboardId;
  return first ? `/dashboards/${encodeURIComponent(first)}` : "/";
}
