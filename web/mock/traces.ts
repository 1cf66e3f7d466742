import type { Read, Trace, TraceEvent, TracePart } from "../src/api/types.gen";
import { needs, view } from "./dashboard";
import { accountOf, accounts, hub, now, type Person, people, userArn } from "./people";

const event = (
  run: string,
  index: number,
  source: string,
  name: string,
  account: string,
  person: Person,
): TraceEvent => {
  const id = `${run.slice(-12)}-${account.slice(0, 4)}-4${index}00-8000-${account}`;
  const record = {
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      arn: `arn:aws:sts::${account}:assumed-role/role-b/${person.user}`,
      accountId: account,
    },
    eventTime: new Date().toISOString(),
    eventSource: source,
    eventName: name,
    awsRegion: "us-east-1",
    requestParameters: { workGroup: "primary", queryExecutionId: "0c1d9f5e-7a2b-4c8e-9a51-3f0f6d2a7b11" },
    eventID: id,
    recipientAccountId: account,
  };
  return {
    EventId: id,
    EventTime: now() - 8 + index * 0.2,
    EventSource: source,
    EventName: name,
    Username: person.user,
    Record: JSON.stringify(record),
  };
};

function partOf(run: string, source: string, person: Person, full: boolean): TracePart {
  const account = accountOf(source);
  const id = account?.id ?? "";
  const base: TracePart = {
    Name: source,
    AccountId: id,
    AccountName: account?.name,
    State: "SUCCEEDED",
    Price: account?.text,
    Picodollars: account?.price,
  };
  if (!full) return base;
  return {
    ...base,
    DataSourceId: source,
    RoleA: `arn:aws:sts::${hub}:assumed-role/role-a/${person.user}`,
    RoleB: `arn:aws:sts::${id}:assumed-role/role-b/${person.user}`,
    WorkGroup: "primary",
    QueryExecutionId: "0c1d9f5e-7a2b-4c8e-9a51-3f0f6d2a7b11",
    SqlText: `SELECT state,\n       date_trunc('month', day) AS month,\n       count(*) AS complaints\nFROM bank.${source === "retail" ? "complaints" : source === "risk" ? "loans" : "volatility"}\nWHERE day BETWEEN DATE '2018-01-01' AND DATE '2021-12-31'\nGROUP BY 1, 2`,
    Columns: source === "investment" ? ["day", "close"] : ["state", "day", "complaint_id"],
    ScannedBytes: 184_320,
    Rows: 2448,
    EngineMillis: 132,
    Objects: [0, 1, 2].map(
      (i) =>
        `s3://${source}-${id}/${source === "retail" ? "complaints" : "data"}/year=${2018 + i}/part-0000${i}.parquet`,
    ),
    Events: [
      event(run, 1, "sts.amazonaws.com", "AssumeRole", id, person),
      event(run, 2, "athena.amazonaws.com", "StartQueryExecution", id, person),
      event(run, 3, "glue.amazonaws.com", "GetTable", id, person),
      event(run, 4, "s3.amazonaws.com", "GetObject", id, person),
      event(run, 5, "athena.amazonaws.com", "GetQueryResults", id, person),
    ],
  };
}

/** The trace of a run, as much of it as the person may see. */
export function traceOf(run: string, visual: string, person: Person): Trace {
  const sources = needs[visual] ?? ["retail"];
  const title = view.Sheets?.flatMap((sheet) => sheet.Elements ?? []).find(
    (element) => element.ElementId === visual,
  )?.Title;
  const all = person.role !== "READER";
  const trace: Trace = {
    RunId: run,
    State: "SUCCEEDED",
    Person: person.user,
    SubmittedAt: now() - 9,
    CompletedAt: now() - 8.4,
    Dashboard: { Id: view.DashboardId, Name: view.Name },
    Visual: { Id: visual, Name: title },
    Price: sources.length > 1 ? "$0.00014" : "$0.00005",
    Parts: sources.map((source) =>
      partOf(run, source, person, all || person.owns.includes(accountOf(source)?.id ?? "")),
    ),
  };
  if (!all) return { ...trace, Notes: person.owns.length > 0 ? ["What other accounts did is for their owners."] : [] };
  return {
    ...trace,
    PersonArn: userArn(person),
    DataSet: { Id: "nervous-markets", Name: "Nervous markets" },
    HubAccountId: hub,
    HubEvents: [
      event(run, 7, "quicksight.amazonaws.com", "StartRun", hub, person),
      event(run, 8, "sts.amazonaws.com", "AssumeRole", hub, person),
    ],
    ...(sources.length > 1
      ? {
          JoinMillis: 6,
          JoinSql:
            "SELECT m.state, avg(r.complaints) AS complaints\nFROM retail AS r\nJOIN investment AS m ON m.month = r.month\nGROUP BY 1",
        }
      : {}),
  };
}

export const reads = (): Read[] =>
  [
    {
      who: 0,
      set: "Complaints",
      columns: ["complaint_id", "day", "product", "state"],
      runs: 14,
      copies: 3,
      bytes: 2_580_480,
      price: "$0.00067",
    },
    {
      who: 2,
      set: "Nervous markets",
      columns: ["complaint_id", "day", "state"],
      runs: 9,
      copies: 0,
      bytes: 1_658_880,
      price: "$0.00043",
    },
    { who: 3, set: "Complaints", columns: ["day", "state"], runs: 1, copies: 0, bytes: 184_320, price: "$0.00005" },
  ].map((row, i) => {
    const person = people[row.who] as Person;
    return {
      PersonName: person.user,
      PersonArn: userArn(person),
      DashboardId: i < 2 ? view.DashboardId : undefined,
      DashboardName: i < 2 ? view.Name : undefined,
      DataSetId: row.set,
      DataSetName: row.set,
      DataSourceId: accounts[0]?.source,
      Columns: row.columns,
      Runs: row.runs,
      Copies: row.copies,
      ScannedBytes: row.bytes,
      Price: row.price,
      LastAt: now() - 40 - i * 900,
      LastRunId: `run-complaints-by-month-${i}`,
    };
  });
