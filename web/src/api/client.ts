import { noteReach } from "./reach";
import type { Operations } from "./types.gen";

/** How long an answer may take, in ms; a hub that takes longer does not answer. It holds none for more than seconds. */
const longest = 30_000;

/** An answer that refuses: the service's code and its sentence for people. Status is 0 where no answer came. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** Told of each 401: the session has ended, and whoever is signed out is to sign in again. */
let onSignedOut = () => {};
let csrf = "";

/** Sets the token that every call carries, and who is told when the session has ended. */
export function setSession(token: string, signedOut: () => void): void {
  csrf = token;
  onSignedOut = signedOut;
}

interface Options {
  signal?: AbortSignal | undefined;
  /** The request outlives the page. */
  keepalive?: boolean;
  /** How long the answer may take, in ms, where that is less than for all. */
  within?: number;
}

/** Calls one of the hub's own operations (awsJson1.1). */
export async function call<Name extends keyof Operations>(
  name: Name,
  input: Operations[Name]["input"],
  options: Options = {},
): Promise<Operations[Name]["output"]> {
  const answer = await send("POST", "/", JSON.stringify(input), {
    ...options,
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `InterlakenHub.${name}` },
  });
  return answer as Operations[Name]["output"];
}

/** Calls an address that answers JSON: QuickSight's API (restJson1) and hub/web. */
export async function request<Output>(
  method: "GET" | "POST" | "DELETE",
  path: string,
  body?: unknown,
  options: Options = {},
): Promise<Output> {
  const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  const text = body === undefined ? undefined : JSON.stringify(body);
  return (await send(method, path, text, { ...options, headers })) as Output;
}

async function send(
  method: string,
  path: string,
  body: string | undefined,
  options: Options & { headers: Record<string, string> },
): Promise<unknown> {
  const init: RequestInit = {
    method,
    credentials: "same-origin",
    headers: { Accept: "application/json", "X-Interlaken-CSRF": csrf, ...options.headers },
    keepalive: options.keepalive ?? false,
  };
  if (body !== undefined) init.body = body;
  const limit = AbortSignal.timeout(options.within ?? longest);
  init.signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit;
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, init);
    text = await response.text();
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    noteReach(false);
    throw new ApiError("NoAnswer", "The hub does not answer. Is it running, and are you online?", 0);
  }
  const answer = parsed(text);
  // What stands before a hub says so in its place, and without a code; with one it is the hub's own refusal of this call.
  noteReach(response.status < 502 || response.status > 504 || codeOf(response, answer) !== undefined);
  if (response.ok && answer !== undefined) return answer;
  if (response.ok) {
    throw new ApiError("BadAnswer", "The hub answered with something that is no JSON.", response.status);
  }
  const error = refusal(response, answer);
  if (response.status === 401 && !path.startsWith("/web/session")) onSignedOut();
  throw error;
}

function parsed(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const members = (answer: unknown) =>
  (typeof answer === "object" && answer !== null ? answer : {}) as Record<string, unknown>;

/** The code of a refusal; undefined where the answer has none. */
function codeOf(response: Response, answer: unknown): string | undefined {
  const body = members(answer);
  const code = response.headers.get("X-Amzn-Errortype") ?? body.__type ?? body.code;
  // AWS allows "namespace#Code" and "Code:address".
  return typeof code === "string" ? code.replace(/^.*#/, "").replace(/:.*$/, "") : undefined;
}

function refusal(response: Response, answer: unknown): ApiError {
  const body = members(answer);
  const message = body.message ?? body.Message;
  return new ApiError(
    codeOf(response, answer) ?? "UnknownError",
    typeof message === "string" && message !== "" ? message : `The hub answered ${response.status}.`,
    response.status,
  );
}
