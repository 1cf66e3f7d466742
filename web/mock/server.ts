import type {
  GetDashboardStatusOutput,
  GetVisualOutput,
  Operations,
  Receipt,
  RunFailure,
  Suspension,
} from "../src/api/types.gen";
import { breaks, failureOf, remedyOf } from "./breaks";
import { charts, options } from "./charts";
import { needs, view } from "./dashboard";
import { accountOf, accounts, hub, now, type Person, people, userArn } from "./people";
import { reads, traceOf } from "./traces";

/** An answer that refuses. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const token = "demo";
const runs = new Map<string, { visual: string; empty: boolean; started: number; stopped: boolean; person: Person }>();
let suspensions: Suspension[] = [];
const marks = new Map<string, string>();
let counter = 0;

const wait = (ms: number) => new Promise((resume) => setTimeout(resume, ms));

/** Answers one request. persona is set when the cookie is to change. */
export async function answer(
  method: string,
  path: string,
  target: string,
  input: Record<string, never>,
  cookie: string,
): Promise<{ body: unknown; persona?: string }> {
  const person = people.find((each) => each.id === cookie);
  if (path === "/web/session") return session(method, input, person);
  if (!person) throw new Refusal(401, "ExpiredTokenException", "You are signed out.");
  if (path === "/web/breaks") return { body: { breaks } };
  if (path.startsWith("/web/breaks/")) {
    const way = breaks.find((each) => each.id === path.slice("/web/breaks/".length));
    if (!way) throw new Refusal(404, "ResourceNotFoundException", "There is no such way to break it.");
    way.active = Boolean(input.active);
    return { body: { breaks } };
  }
  if (path === `/accounts/${hub}/dashboards`) {
    const summary = {
      DashboardId: view.DashboardId,
      Name: view.Name,
      PublishedVersionNumber: 1,
      LastPublishedTime: view.UpdatedAt,
    };
    return { body: { DashboardSummaryList: [summary] } };
  }
  const operation = (operations as unknown as Record<string, unknown>)[target] as
    | ((input: unknown, person: Person) => unknown)
    | undefined;
  if (!operation) throw new Refusal(400, "InvalidAction", `There is no operation ${target}.`);
  return { body: await operation(input, person) };
}

function session(
  method: string,
  input: Record<string, string>,
  known: Person | undefined,
): { body: unknown; persona?: string } {
  const of = (person: Person | undefined) => ({
    signedIn: person !== undefined,
    ...(person
      ? { user: person.user, userArn: userArn(person), role: person.role, account: hub, region: "us-east-1" }
      : {}),
    csrf: "csrf-of-the-mock",
    personas: people.map(({ id, title, landing }) => ({ id, title, landing })),
    landing: person?.landing,
    demo: true,
  });
  if (method === "DELETE") return { body: {}, persona: "" };
  if (method === "GET") return { body: of(known) };
  const person = people.find((each) =>
    input.persona ? each.id === input.persona && input.token === token : each.user === input.user,
  );
  if (!person) throw new Refusal(403, "AccessDeniedException", "User name or password is wrong.");
  return { body: of(person), persona: person.id };
}

/** Why a source is refused or suspended for somebody, if it is. */
function trouble(source: string, person: Person): { state: "REFUSED" | "SUSPENDED"; failure: RunFailure } | undefined {
  const account = accountOf(source);
  const suspension = suspensions.find(
    (each) =>
      each.AccountId === account?.id &&
      (!each.DataSourceId || each.DataSourceId === source) &&
      (!each.PersonArn || each.PersonArn === userArn(person)),
  );
  if (suspension) {
    const failure: RunFailure = {
      Code: "AccessSuspended",
      Message: `${suspension.By} has suspended access to ${account?.name}: ${suspension.Reason} Ask Rita Keller (retail-data@bank.example).`,
      Account: account?.id,
      Ask: "Rita Keller (retail-data@bank.example)",
      Request: "Hello Rita,\n\nI would like to read retail again.\n",
    };
    return { state: "SUSPENDED", failure };
  }
  const way = source === "retail" ? breaks.find((each) => each.active) : undefined;
  return way && { state: "REFUSED", failure: failureOf(way.id) };
}

function status(person: Person): GetDashboardStatusOutput {
  return {
    Sources: accounts.map((account) => {
      const bad = trouble(account.source, person);
      const mark = bad ? `${bad.state} ${bad.failure.Message}` : "READY";
      marks.set(account.source, mark);
      return {
        DataSourceId: account.source,
        AccountId: account.id,
        AccountName: account.name,
        State: bad?.state ?? "READY",
        Failure: bad?.failure,
        CheckedAt: now(),
        Mark: mark,
      };
    }),
  };
}

async function visual(run: string): Promise<GetVisualOutput> {
  const known = runs.get(run);
  if (!known) throw new Refusal(404, "ResourceNotFoundException", "There is no such run.");
  const sources = needs[known.visual] ?? ["retail"];
  const ready = known.started + 250 + sources.length * 180;
  if (Date.now() < ready) await wait(Math.min(1000, ready - Date.now()));
  if (known.stopped) return { State: "CANCELLED" };
  if (Date.now() < ready) return { State: "RUNNING" };
  const bad = sources.map((source) => trouble(source, known.person)).find((each) => each !== undefined);
  if (bad) return { State: "FAILED", Failure: bad.failure };
  const chart =
    known.visual === ""
      ? options
      : known.empty
        ? { ...charts[known.visual], kpi: undefined, plot: undefined, table: undefined, empty: true }
        : charts[known.visual];
  const receipt: Receipt = {
    RunId: run,
    SubmittedAt: known.started / 1000,
    AnsweredAt: ready / 1000,
    Accounts: sources.map((source) => ({
      AccountId: accountOf(source)?.id,
      Name: accountOf(source)?.name,
      Price: accountOf(source)?.text,
    })),
    Price: sources.length > 1 ? "$0.00014" : "$0.00005",
    Detailed: known.person.role !== "READER",
  };
  return { State: "SUCCEEDED", Chart: JSON.stringify(chart), Receipt: receipt };
}

type Handlers = {
  [Name in keyof Operations]: (
    input: Operations[Name]["input"],
    person: Person,
  ) => Operations[Name]["output"] | Promise<Operations[Name]["output"]>;
};

function owned(account: string | undefined, person: Person): string {
  if (!account || !person.owns.includes(account)) {
    throw new Refusal(403, "AccessDeniedException", `You do not hold the switch of account ${account}.`);
  }
  return account;
}

const operations: Handlers = {
  GetCaller: (_, person) => ({
    AccountId: hub,
    Region: "us-east-1",
    Arn: userArn(person),
    UserName: person.user,
    UserArn: userArn(person),
    Role: person.role,
    Owns: accounts
      .filter((each) => person.owns.includes(each.id))
      .map((each) => ({ AccountId: each.id, Name: each.name })),
  }),
  GetDashboardView: ({ DashboardId }) => {
    // The reader's is the same, under another id.
    if (DashboardId !== view.DashboardId && DashboardId !== `${view.DashboardId}-ca`)
      throw new Refusal(404, "ResourceNotFoundException", "There is no such dashboard.");
    return { View: { ...view, DashboardId } };
  },
  GetDashboardStatus: (_, person) => status(person),
  StartRun: ({ Visual }, person) => {
    const id = Visual?.VisualId ?? "";
    const texts = Visual?.Values?.flatMap((value) => value.Texts ?? []) ?? [];
    const run = `run-${id}-${++counter}`;
    runs.set(run, {
      visual: id,
      empty: texts.length === 1 && texts[0] === "SC",
      started: Date.now(),
      stopped: false,
      person,
    });
    return { RunId: run };
  },
  GetVisual: ({ RunId }) => visual(RunId ?? ""),
  StopRun: ({ RunId }) => {
    const run = runs.get(RunId ?? "");
    if (run) run.stopped = true;
    return {};
  },
  GetTrace: ({ RunId = "" }, person) => {
    const id = runs.get(RunId)?.visual ?? /^run-([a-z-]+)-\d+$/.exec(RunId)?.[1];
    if (!id) throw new Refusal(404, "ResourceNotFoundException", "There is no such run, or it is not yours to see.");
    return { Trace: traceOf(RunId, id, person) };
  },
  ListRuns: (_, person) => ({
    Runs: Object.keys(needs).map((id, i) => ({
      RunId: `run-${id}-${i}`,
      State: i === 4 ? "FAILED" : "SUCCEEDED",
      RequestedBy: userArn(person),
      SubmittedAt: now() - i * 340,
      Parts: (needs[id] ?? []).map((source) => ({ Name: source, Account: accountOf(source)?.id })),
      Rows: 2 + i * 31,
    })),
  }),
  ListSpokes: () => ({ Spokes: accounts.map((each) => ({ AccountId: each.id, Name: each.name })) }),
  ListReads: ({ AccountId }, person) => ({ Reads: owned(AccountId, person) === "222222222222" ? reads() : [] }),
  ListProblems: ({ AccountId }, person) => {
    const way = breaks.find((each) => each.active);
    if (owned(AccountId, person) !== "222222222222" || !way) return { Problems: [] };
    return {
      Problems: [
        {
          DataSourceId: "retail",
          Name: "retail",
          Since: now() - 75,
          LastAt: now() - 2,
          Failure: failureOf(way.id),
          Remedy: remedyOf(way.id),
        },
      ],
    };
  },
  SuspendAccess: (input, person) => {
    const id = `suspension-${++counter}`;
    const whom = people.find((each) => userArn(each) === input.PersonArn);
    suspensions = [
      {
        ...input,
        AccountId: owned(input.AccountId, person),
        SuspensionId: id,
        PersonName: whom?.user,
        By: person.user,
        At: now(),
      },
      ...suspensions,
    ];
    return { SuspensionId: id };
  },
  ResumeAccess: ({ AccountId, SuspensionId }, person) => {
    owned(AccountId, person);
    suspensions = suspensions.filter((each) => each.SuspensionId !== SuspensionId);
    return {};
  },
  ListSuspensions: ({ AccountId }, person) => ({
    Suspensions: suspensions.filter((each) => each.AccountId === owned(AccountId, person)),
  }),
  GetSwitch: ({ AccountId, PersonArn }, person) => {
    owned(AccountId, person);
    const who = PersonArn ? `*:${PersonArn.split("/").pop()}` : "*";
    const statement = {
      Sid: "InterlakenSwitch",
      Effect: "Deny",
      Action: "*",
      Resource: "*",
      Condition: { StringLike: { "aws:userid": who } },
    };
    const document = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
    return {
      Statement: JSON.stringify(statement),
      Command: `aws iam put-role-policy --role-name role-b --policy-name InterlakenSwitch --policy-document '${document}'`,
      Undo: "aws iam delete-role-policy --role-name role-b --policy-name InterlakenSwitch",
      Note: "It stops every request under role B at once, also those of sessions that exist. It does not reach what the hub has read before.",
    };
  },
};
