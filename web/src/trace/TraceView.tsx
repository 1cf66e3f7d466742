import Alert from "@cloudscape-design/components/alert";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Trace, TracePart } from "../api/types.gen";
import { Code } from "../parts/Code";
import { Facts } from "../parts/Facts";
import { useAge } from "../shell/clock";
import { exactMoment } from "../shell/moment";
import { Events } from "./Events";
import { inLines } from "./sql";
import "./trace.css";

const states = {
  QUEUED: { type: "pending", text: "Queued" },
  RUNNING: { type: "in-progress", text: "Running" },
  SUCCEEDED: { type: "success", text: "Answered" },
  FAILED: { type: "error", text: "Refused or failed" },
  CANCELLED: { type: "stopped", text: "Stopped" },
} as const;

/** Everything that is known of one run, from a person to objects and money. The visual's title is given where it is known. */
export function TraceView({ trace, visual }: { trace: Trace; visual?: string | undefined }) {
  const ago = useAge(trace.CompletedAt ?? trace.SubmittedAt);
  const parts = trace.Parts ?? [];
  const detailed = parts.some((part) => part.RoleB || part.SqlText || part.QueryExecutionId || part.Events?.length);
  const state = states[trace.State ?? "RUNNING"];
  return (
    <div className="trace">
      <div className="trace-summary">
        <StatusIndicator type={state.type}>{state.text}</StatusIndicator>
        <span>{ago}</span>
        <strong>{trace.Price ?? "price unknown"}</strong>
      </div>
      {trace.Failure?.Message && (
        <Alert
          type="error"
          header={trace.Failure.Account ? `${accountName(trace, trace.Failure.Account)} refused` : "It failed"}
        >
          {trace.Failure.Message}
        </Alert>
      )}
      {(trace.Notes ?? []).map((note, index) => (
        <Alert key={index} type="info">
          {note}
        </Alert>
      ))}
      <ol className="chain">
        <Link title={trace.Person ?? "You"} kind="person">
          <Facts
            rows={[
              ["Asked", exactMoment(trace.SubmittedAt)],
              ["Principal", arn(trace.PersonArn)],
            ]}
          />
        </Link>
        {(trace.Dashboard || trace.Visual || trace.DataSet) && (
          <Link
            title={trace.Visual?.Name ?? visual ?? trace.Dashboard?.Name ?? trace.DataSet?.Name ?? "A query"}
            kind="visual"
          >
            <Facts
              rows={[
                ["Dashboard", trace.Dashboard?.Name],
                ["Data set", trace.DataSet?.Name],
              ]}
            />
          </Link>
        )}
        {parts.map((part, index) => (
          <Part key={index} part={part} />
        ))}
        {trace.JoinSql && (
          <Link title="The hub joined the answers" kind="join">
            <Facts
              rows={[
                ["Account", trace.HubAccountId],
                ["Took", trace.JoinMillis === undefined ? undefined : `${trace.JoinMillis} ms`],
              ]}
            />
            <Code text={trace.JoinSql} shown={inLines(trace.JoinSql)} what="SQL of the join" />
          </Link>
        )}
        <Link title={`${trace.Price ?? "Price unknown"} in all`} kind="price">
          {parts.length > 1 && (
            <Facts
              rows={parts.map((part) => [
                part.AccountName ?? part.AccountId ?? part.Name ?? "",
                part.Price ?? "unknown",
              ])}
            />
          )}
        </Link>
      </ol>
      {(trace.HubEvents?.length ?? 0) > 0 && (
        <section className="trace-events">
          <h3>Events in the hub's account</h3>
          <Events events={trace.HubEvents ?? []} account={trace.HubAccountId} />
        </section>
      )}
      {!detailed && !trace.Notes?.length && (
        <p className="trace-sentence">
          You see which accounts answered, when, and what it cost. SQL, roles, objects and events are for the owners of
          the data and for administrators.
        </p>
      )}
    </div>
  );
}

function accountName(trace: Trace, account: string): string {
  return trace.Parts?.find((part) => part.AccountId === account)?.AccountName ?? account;
}

function Part({ part }: { part: TracePart }) {
  const account = part.AccountName ?? part.AccountId ?? part.Name ?? "An account";
  const objects = part.Objects ?? [];
  const events = part.Events ?? [];
  return (
    <Link title={account} kind="account" price={part.Price}>
      <Hops part={part} />
      <Facts
        rows={[
          ["Account", part.AccountId],
          ["Role A", arn(part.RoleA)],
          ["Role B", arn(part.RoleB)],
          ["Workgroup", part.WorkGroup],
          ["Query", arn(part.QueryExecutionId)],
          ["Read", part.ScannedBytes === undefined ? undefined : `${part.ScannedBytes.toLocaleString("en")} bytes`],
          ["Rows", part.Rows?.toLocaleString("en")],
          ["Took", part.EngineMillis === undefined ? undefined : `${part.EngineMillis.toLocaleString("en")} ms`],
          ["Columns", part.Columns?.join(", ")],
        ]}
      />
      {part.SqlText && <Code text={part.SqlText} shown={inLines(part.SqlText)} what={`SQL in ${account}`} />}
      {objects.length > 0 && (
        <details>
          <summary>{objects.length === 1 ? "1 object read" : `${objects.length} objects read`}</summary>
          <ul className="objects">
            {objects.map((object) => (
              <li key={object}>{object}</li>
            ))}
          </ul>
        </details>
      )}
      {events.length > 0 && (
        <details open>
          <summary>{events.length === 1 ? "1 event in its trail" : `${events.length} events in its trail`}</summary>
          <Events events={events} account={part.AccountId} />
        </details>
      )}
    </Link>
  );
}

/** The way of one part, hop by hop, as far as the caller may see it. */
function Hops({ part }: { part: TracePart }) {
  const objects = part.Objects?.length ?? 0;
  const hops = [
    roleName(part.RoleA),
    roleName(part.RoleB),
    part.QueryExecutionId && `query in ${part.WorkGroup ?? "Athena"}`,
    objects > 0 && (objects === 1 ? "1 object" : `${objects} objects`),
    part.Price,
  ].filter((hop) => hop);
  if (hops.length < 2) return null;
  return (
    <ol className="hops" aria-label="The way to the data">
      {hops.map((hop) => (
        <li key={String(hop)}>
          <span>{hop}</span>
        </li>
      ))}
    </ol>
  );
}

/** The role of a session's ARN: arn:aws:sts::…:assumed-role/ROLE/SESSION. */
const roleName = (session: string | undefined) => session?.split("/")[1];

interface LinkProps {
  title: string;
  kind: "person" | "visual" | "account" | "join" | "price";
  price?: string | undefined;
  children?: React.ReactNode;
}

function Link({ title, kind, price, children }: LinkProps) {
  return (
    <li className={`chain-link chain-${kind}`}>
      <h3>
        <span>{title}</span>
        {price && <span className="chain-price">{price}</span>}
      </h3>
      {children}
    </li>
  );
}

const arn = (text: string | undefined) => text && <span className="arn">{text}</span>;
