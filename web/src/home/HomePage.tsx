import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../api/client";
import { type DashboardSummary, listDashboards } from "../api/quicksight";
import { DataTable } from "../parts/DataTable";
import { moment } from "../shell/moment";
import { Problem } from "../shell/Problem";
import { administers } from "../shell/roles";
import { Anchor } from "../shell/router";
import { useAccounts, useCaller, useSession } from "../shell/Session";
import { useTitle } from "../shell/title";
import { RunsTable } from "./RunsTable";

/** What one may see, and what has been asked of late. */
export default function HomePage() {
  useTitle("Dashboards");
  const session = useSession();
  const { caller, settled } = useCaller();
  const accounts = useAccounts();
  const account = session.account ?? "";
  const [filter, setFilter] = useState("");
  const dashboards = useQuery({
    queryKey: ["dashboards", account],
    queryFn: () => listDashboards(account),
    enabled: account !== "",
  });
  const everybody = administers(session.role);
  const runs = useQuery({
    queryKey: ["runs", everybody, 10],
    queryFn: async ({ signal }) =>
      (await call("ListRuns", { All: everybody || undefined, MaxResults: 10 }, { signal })).Runs ?? [],
  });
  if (dashboards.error) {
    return (
      <div className="page">
        <Problem error={dashboards.error} onRetry={() => dashboards.refetch()} />
      </div>
    );
  }
  // All at once, so that nothing moves down when something else comes.
  if (dashboards.isPending || runs.isPending || !settled || !accounts.settled) return <div className="page-wait" />;
  const all = dashboards.data ?? [];
  const found = all.filter((each) => (each.Name ?? "").toLowerCase().includes(filter.toLowerCase()));
  const owns = caller?.Owns ?? [];
  return (
    <div className="page">
      <DataTable<DashboardSummary>
        header={
          <Header
            variant="h1"
            counter={`(${all.length})`}
            description="Each figure is computed in the account that owns its data, on that account's bill."
          >
            Dashboards
          </Header>
        }
        filter={
          all.length > 5 && (
            <TextFilter
              filteringText={filter}
              filteringPlaceholder="Find dashboards"
              filteringAriaLabel="Find dashboards"
              onChange={({ detail }) => setFilter(detail.filteringText)}
            />
          )
        }
        items={found}
        keyOf={(each) => each.DashboardId ?? ""}
        columns={[
          {
            id: "name",
            header: "Name",
            minWidth: 200,
            cell: (each) => (
              <Anchor className="link-strong" href={`/dashboards/${encodeURIComponent(each.DashboardId ?? "")}`}>
                {each.Name}
              </Anchor>
            ),
          },
          { id: "version", header: "Published version", cell: (each) => each.PublishedVersionNumber ?? "–" },
          {
            id: "updated",
            header: "Last published",
            minWidth: 190,
            cell: (each) => moment(each.LastPublishedTime ?? each.LastUpdatedTime),
          },
        ]}
        empty={
          <Box textAlign="center" padding="l">
            <Box variant="strong">{filter ? "No matches" : "No dashboards yet"}</Box>
            <Box variant="p" color="text-body-secondary">
              {filter
                ? "No dashboard has this in its name."
                : "Nobody has shared a dashboard with you. Ask its author to, or your administrator."}
            </Box>
          </Box>
        }
      />
      {owns.length > 0 && (
        <section className="cards-row" aria-label="Accounts that you own">
          {owns.map((spoke) => (
            <Anchor key={spoke.AccountId} className="card-link" href={`/owner/${spoke.AccountId}`}>
              <strong>{spoke.Name ?? spoke.AccountId}</strong>
              <span>Who reads your data, and the switch</span>
            </Anchor>
          ))}
        </section>
      )}
      <div className="below">
        <RunsTable
          runs={runs.data ?? []}
          title={everybody ? "Latest runs of everybody" : "Your latest runs"}
          more="/runs"
        />
      </div>
    </div>
  );
}
