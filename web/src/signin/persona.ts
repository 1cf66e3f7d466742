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

/**
 * Where somebody goes first: where the hub says, else an owner to the account, a reader to the dashboard, and who writes
 * dashboards to the list of them.
 */
export async function landing(session: Session): Promise<string> {
  if (session.landing?.startsWith("/") && !session.landing.startsWith("//")) return session.landing;
  if (/^(AUTHOR|ADMIN)/.test(session.role ?? "") || !session.account) return "/";
  const owned = (await call("GetCaller", {})).Owns?.[0]?.AccountId;
  if (owned) return `/owner/${owned}`;
  const first = (await listDashboards(session.account))[0]?.DashboardId;
  return first ? `/dashboards/${encodeURIComponent(first)}` : "/";
}
