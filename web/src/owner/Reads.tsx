import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import type { Read } from "../api/types.gen";
import { type Column, DataTable } from "../parts/DataTable";
import { useAge } from "../shell/clock";
import { Anchor } from "../shell/router";
import type { Target } from "./SuspendDialog";

interface Props {
  reads: Read[];
  more: boolean;
  onSuspend: (target: Target) => void;
}

/** Who reads what: one row a person, dashboard and data set. */
export function Reads({ reads, more, onSuspend }: Props) {
  const columns: Column<Read>[] = [
    { id: "person", header: "Person", minWidth: 110, cell: (read) => read.PersonName ?? "–" },
    {
      id: "dashboard",
      header: "Dashboard",
      minWidth: 140,
      cell: (read) => read.DashboardName ?? "None: a query of its own",
    },
    { id: "set", header: "Data set", minWidth: 130, cell: (read) => read.DataSetName ?? "–" },
    { id: "columns", header: "Columns", minWidth: 170, cell: (read) => read.Columns?.join(", ") || "–" },
    { id: "runs", header: "Reads", figure: true, minWidth: 80, cell: (read) => printed(read.Runs ?? 0) },
    { id: "copies", header: "From copies", figure: true, minWidth: 90, cell: (read) => printed(read.Copies ?? 0) },
    { id: "bytes", header: "Bytes", figure: true, minWidth: 100, cell: (read) => printed(read.ScannedBytes) },
    { id: "price", header: "Price", figure: true, minWidth: 90, cell: (read) => read.Price ?? "unknown" },
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
  ];
  return (
    <DataTable
      header={
        <Header
          variant="h2"
          counter={`(${reads.length}${more ? "+" : ""})`}
          description="The latest first. A read from a copy is one that the hub answered from what it still held; it cost nothing here."
        >
          Who reads what
        </Header>
      }
      items={reads}
      keyOf={(read) => [read.PersonArn, read.DashboardId, read.DataSetId, read.DataSourceId].join("|")}
      columns={columns}
      empty={
        <Box textAlign="center" padding="l" color="text-body-secondary">
          Nobody has read anything of this account yet.
        </Box>
      }
    />
  );
}

const printed = (count: number | undefined) => count?.toLocaleString("en") ?? "–";

function Last({ read }: { read: Read }) {
  const ago = useAge(read.LastAt) || "–";
  if (!read.LastRunId) return <span className="nowrap">{ago}</span>;
  return (
    <Anchor className="nowrap" href={`/runs/${encodeURIComponent(read.LastRunId)}`}>
      {ago}
    </Anchor>
  );
}
