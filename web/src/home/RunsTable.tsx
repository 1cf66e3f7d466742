import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Run } from "../api/types.gen";
import { DataTable } from "../parts/DataTable";
import { moment } from "../shell/moment";
import { Anchor, useRouter } from "../shell/router";
import { useAccounts } from "../shell/Session";

const states = {
  QUEUED: ["pending", "Queued"],
  RUNNING: ["in-progress", "Running"],
  SUCCEEDED: ["success", "Answered"],
  FAILED: ["error", "Failed"],
  CANCELLED: ["stopped", "Stopped"],
} as const;

interface Props {
  runs: Run[];
  title: string;
  /** The page that has more of them. */
  more?: string;
  heading?: "h1" | "h2";
}

/** Runs, newest first; each leads to its trace. */
export function RunsTable({ runs, title, more, heading = "h2" }: Props) {
  const { go } = useRouter();
  const { names } = useAccounts();
  const all = more && (
    <Button
      href={more}
      onFollow={(event) => {
        event.preventDefault();
        go(more);
      }}
    >
      View all runs
    </Button>
  );
  return (
    <DataTable<Run>
      header={
        <Header variant={heading} actions={all}>
          {title}
        </Header>
      }
      items={runs}
      keyOf={(run) => run.RunId ?? ""}
      columns={[
        {
          id: "when",
          header: "Asked",
          minWidth: 190,
          cell: (run) => (
            <Anchor href={`/runs/${encodeURIComponent(run.RunId ?? "")}`}>{moment(run.SubmittedAt)}</Anchor>
          ),
        },
        { id: "who", header: "Person", minWidth: 120, cell: (run) => person(run.RequestedBy) },
        {
          id: "state",
          header: "State",
          minWidth: 130,
          cell: (run) => {
            const [type, text] = states[run.State ?? "RUNNING"];
            return <StatusIndicator type={type}>{text}</StatusIndicator>;
          },
        },
        { id: "accounts", header: "Accounts", minWidth: 160, cell: (run) => accounts(run, names) || "–" },
        {
          id: "rows",
          header: "Rows",
          figure: true,
          minWidth: 80,
          cell: (run) => run.Rows?.toLocaleString("en") ?? "–",
        },
      ]}
      empty={
        <Box textAlign="center" padding="l" color="text-body-secondary">
          No runs yet. Open a dashboard, and each of its figures is one.
        </Box>
      }
    />
  );
}

const person = (arn: string | undefined) => arn?.split("/").pop() ?? "–";

const accounts = (run: Run, names: ReadonlyMap<string, string>) =>
  [...new Set((run.Parts ?? []).map(({ Account = "" }) => names.get(Account) ?? Account))].filter(Boolean).join(", ");
