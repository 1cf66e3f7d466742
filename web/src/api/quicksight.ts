import { request } from "./client";

/** The members of QuickSight's DashboardSummary that the app shows. */
export interface DashboardSummary {
  DashboardId?: string;
  Name?: string;
  PublishedVersionNumber?: number;
  CreatedTime?: number;
  LastPublishedTime?: number;
  LastUpdatedTime?: number;
}

interface Page {
  DashboardSummaryList?: DashboardSummary[];
  NextToken?: string;
}

/** Lists every dashboard that the caller may see (ListDashboards, page by page). */
export async function listDashboards(account: string): Promise<DashboardSummary[]> {
  const all: DashboardSummary[] = [];
  let token: string | undefined;
  do {
    const query = token === undefined ? "" : `&next-token=${encodeURIComponent(token)}`;
    const page = await request<Page>("GET", `/accounts/${account}/dashboards?max-results=100${query}`);
    all.push(...(page.DashboardSummaryList ?? []));
    token = page.NextToken;
  } while (token);
  return all;
}
