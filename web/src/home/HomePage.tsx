import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../api/client";
import { type DashboardSummary, listDashboards } from "../api/quicksight";
import { moment } from "../shell/moment";
import { Problem } from "../shell/Problem";
import { administers } from "../shell/roles";
import { Anchor } from "../shell/router";
import { useCaller, useSession } from "../shell/Session";
import { useTitle } from "../shell/title";
import { RunsTable } from "./RunsTable";

/** What one may see, and what has been asked of late. */
export default function HomePage() {
  useTitle("Dashboards");
  const session = useSession();
  const { caller, settled } = useCaller();
  const account = session.account ?? "";
  const [filter, setFilter] = useState("");
  const dashboards = useQuery({
    queryKey: ["dashboards", account],
    queryFn: () => listDashboards(account),
    enabled: account !== "",
  });
  const all = administers(session.role);
  const runs = useQuery({
    queryKey: ["runs", all, 10],
    queryFn: async ({ signal }) =>
      (await call("ListRuns", { All: all || undefined, MaxResults: 10 }, { signal })).Runs ?? [],
  });
  if (dashboards.error) {
    return (
      <div className="page">
        <Problem error={dashboards.error} onRetry={() => dashboards.refetch()} />
      </div>
    );
  }
  // All at once, so that nothing moves down when something else comes.
  if (dashboards.isPending || runs.isPending || !settled) return <div className="page-wait" />;
  const found = (dashboards.data ?? []).filter((each) =>
    (each.Name ?? "").toLowerCase().includes(filter.toLowerCase()),
  );
  const owns = caller?.Owns ?? [];
  return (
    <div className="page">
      <Table<DashboardSummary>
        variant="container"
        enableKeyboardNavigation
        header={
          <Header
            variant="h1"
            counter={dashboards.data && `(${dashboards.data.length})`}
            description="Each figure is computed in the account that owns its data, on that account's bill."
          >
            Dashboards
          </Header>
        }
        filter={
          (dashboards.data?.length ?? 0) > 5 ? (
            <TextFilter
              filteringText={filter}
              filteringPlaceholder="Find dashboards"
              filteringAriaLabel="Find dashboards"
              onChange={({ detail }) => setFilter(detail.filteringText)}
            />
          ) : undefined
        }
        loading={dashboards.isPending}
        loadingText="Loading dashboards"
        items={found}
        trackBy="DashboardId"
        columnDefinitions={[
          {
            id: "name",
            header: "Name",
            isRowHeader: true,
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
            minWidth: 170,
            cell: (each) => moment(each.LastPublishedTime ?? each.LastUpdatedTime),
          },
        ]}
        empty={
          <Box textAlign="center" padding="l">
            <Box variant="strong">No dashboards yet</Box>
            <Box variant="p" color="text-body-secondary">
              {filter
                ? "No name begins or goes on like this."
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
          loading={runs.isPending}
          title={all ? "Latest runs of everybody" : "Your latest runs"}
          more="/runs"
        />
      </div>
    </div>
  );
}
