import Button from "@cloudscape-design/components/button";
import { useInfiniteQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import { Problem } from "../shell/Problem";
import { administers } from "../shell/roles";
import { useAccounts, useSession } from "../shell/Session";
import { useTitle } from "../shell/title";
import { RunsTable } from "./RunsTable";

/** Every run, page by page: one's own, or everybody's for an administrator. */
export default function RunsPage() {
  const all = administers(useSession().role);
  const title = all ? "Runs of everybody" : "Your runs";
  useTitle(title);
  const runs = useInfiniteQuery({
    queryKey: ["runs", all],
    queryFn: ({ pageParam, signal }) =>
      call("ListRuns", { All: all || undefined, MaxResults: 50, NextToken: pageParam || undefined }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.NextToken || undefined,
  });
  const accounts = useAccounts();
  if (runs.isPending || !accounts.settled) return <div className="page-wait" role="status" aria-label="Loading runs" />;
  return (
    <div className="page">
      {runs.error ? (
        <Problem error={runs.error} onRetry={() => runs.refetch()} />
      ) : (
        <>
          <RunsTable heading="h1" runs={runs.data?.pages.flatMap((page) => page.Runs ?? []) ?? []} title={title} />
          {runs.hasNextPage && (
            <div className="below centred">
              <Button loading={runs.isFetchingNextPage} onClick={() => runs.fetchNextPage()}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
    </div>
  );
}
