import { request } from "./client";

/** What hub/web tells of the session. Without one, only `csrf`, `personas` and `demo` say something. */
export interface Session {
  signedIn: boolean;
  user?: string;
  userArn?: string;
  /** READER, AUTHOR, ADMIN, …; absent for a principal that is no user. */
  role?: string;
  account?: string;
  region?: string;
  csrf: string;
  personas?: Persona[];
  /** The path of the page on which this person begins. */
  landing?: string;
  demo?: boolean;
}

/** One of the people that the demo lets you be. */
export interface Persona {
  id: string;
  title: string;
  /** The path of the page on which this person begins. */
  landing?: string;
}

/** How somebody signs in. */
export type Credentials =
  | { persona: string; token: string }
  | { user: string; password: string }
  | { invitation: string; password: string };

/** Reads the session. within is how long the answer may take, in ms, where that is less than for other calls. */
export const readSession = (within?: number) => request<Session>("GET", "/web/session", undefined, { within });

/** Signs in, and returns the session as it then stands. */
export async function signIn(credentials: Credentials): Promise<Session> {
  const answer = await request<Partial<Session>>("POST", "/web/session", credentials);
  return answer.signedIn && answer.csrf ? (answer as Session) : readSession();
}

export const signOut = () => request<unknown>("DELETE", "/web/session");

/** A way of breaking the demo. */
export interface Break {
  id: string;
  title: string;
  what: string;
  command: string;
  undo: string;
  active: boolean;
}

interface Breaks {
  breaks: Break[];
}

export const listBreaks = () => request<Breaks>("GET", "/web/breaks");
export const setBreak = (id: string, active: boolean) =>
  request<Breaks>("POST", `/web/breaks/${encodeURIComponent(id)}`, { active });
