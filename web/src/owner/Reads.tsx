import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Table from "@cloudscape-design/components/table";
import type { Read } from "../api/types.gen";
import { useAge } from "../shell/clock";
import { Anchor } from "../shell/router";
import type { Target } from "./SuspendDialog";

interface Props {
  reads: Read[];
  loading: boolean;
  more: boolean;
  onSuspend: (target: Target) => void;
}

/** Who reads what: one row a person, dashboard and data set. */
export function Reads({ reads, loading, more, onSuspend }: Props) {
  return (
    <Table<Read>
      variant="container"
      enableKeyboardNavigation
      wrapLines
      header={
        <Header
          variant="h2"
          counter={loading ? undefined : `(${reads.length}${more ? "+" : ""})`}
          description="The latest first. A read from a copy is one that the hub answered from what it still held; it cost nothing here."
        >
          Who reads what
        </Header>
      }
      loading={loading}
      loadingText="Loading reads"
      items={reads}
      trackBy={(read) => [read.PersonArn, read.DashboardId, read.DataSetId, read.DataSourceId].join("|")}
      columnDefinitions={[
        { id: "person", header: "Person", isRowHeader: true, minWidth: 110, cell: (read) => read.PersonName ?? "–" },
        {
          id: "dashboard",
          header: "Dashboard",
          minWidth: 140,
          cell: (read) => read.DashboardName ?? "None: a query of its own",
        },
        { id: "set", header: "Data set", minWidth: 130, cell: (read) => read.DataSetName ?? "–" },
        { id: "columns", header: "Columns", minWidth: 170, cell: (read) => read.Columns?.join(", ") || "–" },
        {
          id: "runs",
          header: <Figure>Reads</Figure>,
          minWidth: 80,
          cell: (read) => <Figure>{read.Runs?.toLocaleString("en") ?? "0"}</Figure>,
        },
        {
          id: "copies",
          header: <Figure>From copies</Figure>,
          minWidth: 90,
          cell: (read) => <Figure>{read.Copies?.toLocaleString("en") ?? "0"}</Figure>,
        },
        {
          id: "bytes",
          header: <Figure>Bytes</Figure>,
          minWidth: 100,
          cell: (read) => <Figure>{read.ScannedBytes?.toLocaleString("en") ?? "–"}</Figure>,
        },
        {
          id: "price",
          header: <Figure>Price</Figure>,
          minWidth: 90,
          cell: (read) => <Figure>{read.Price ?? "unknown"}</Figure>,
        },
        { id: "last", header: "Last", minWidth: 110, cell: (read) => <Last read={read} /> },
        {
          id: "suspend",
          header: "Switch",
          minWidth: 100,
          cell: (read) => (
            <Button
              variant="inline-link"
              ariaLabel={`Suspend ${read.PersonName ?? "a person"}, ${read.DataSetName ?? "a data set"}`}
              onClick={() => onSuspend({ person: read.PersonArn, source: read.DataSourceId })}
            >
              Suspend
            </Button>
          ),
        },
      ]}
      empty={
        <Box textAlign="center" padding="l" color="text-body-secondary">
          Nobody has read anything of this account yet.
        </Box>
      }
    />
  );
}

function Figure({ children }: { children: React.ReactNode }) {
  return <div className="figure">{children}</div>;
}

function Last({ read }: { read: Read }) {
  const ago = useAge(read.LastAt);
  if (!read.LastRunId) return <span className="nowrap">{ago || "–"}</span>;
  return (
    <Anchor className="nowrap" href={`/runs/${encodeURIComponent(read.LastRunId)}`}>
      {ago || "–"}
    </Anchor>
  );
}
