import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { setSession } from "../api/client";
import { readSession, type Session } from "../api/session";
import { chunk } from "../parts/chunk";
import { ErrorBoundary } from "./ErrorBoundary";
import { NoAnswer } from "./NoAnswer";
import { Problem } from "./Problem";
import { useRouter } from "./router";
import { pageOf } from "./routes";
import { SessionProvider } from "./Session";
import { TopBar } from "./TopBar";

const SignInPage = chunk(() => import("../signin/SignInPage"));

/** The whole app: who is signed in, and the page of the address. */
export function App() {
  const { path } = useRouter();
  const client = useQueryClient();
  // The page's script travels while the session is asked for.
  const found = useMemo(() => pageOf(path), [path]);
  const session = useQuery({
    queryKey: ["session"],
    queryFn: () => readSession(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const signedOut = useCallback(() => {
    client.setQueryData<Session>(["session"], (known) => known && { ...known, signedIn: false });
    client.invalidateQueries({ queryKey: ["session"] });
  }, [client]);
  if (session.data) setSession(session.data.csrf, signedOut);
  if (session.error && !session.data) {
    return (
      <main className="page">
        <Problem error={session.error} onRetry={() => session.refetch()} />
      </main>
    );
  }
  if (!session.data) return <div className="page-wait" />;
  return (
    <SessionProvider value={session.data}>
      <TopBar />
      <Main path={path}>
        <ErrorBoundary key={path}>{page(path, session.data, found)}</ErrorBoundary>
      </Main>
      <NoAnswer />
    </SessionProvider>
  );
}

function page(path: string, session: Session, found: ReturnType<typeof pageOf>) {
  const waiting = <div className="page-wait" />;
  if (!session.signedIn && !found?.open) return <SignInPage waiting={waiting} />;
  if (!found) {
    return (
      <div className="page">
        <Problem
          title="Page not found"
          message="There is no page at this address. It may have been moved, or the link is cut short."
        />
      </div>
    );
  }
  return <found.page id={found.id} key={path} waiting={waiting} />;
}

/** The main region takes the focus when one moves to another page, so that a screen reader begins there. */
function Main({ path, children }: { path: string; children: React.ReactNode }) {
  const element = useRef<HTMLElement>(null);
  const first = useRef(path);
  useEffect(() => {
    if (first.current !== path) element.current?.focus({ preventScroll: true });
    first.current = path;
  }, [path]);
  return (
    <main id="main" ref={element} tabIndex={-1}>
      {children}
    </main>
  );
}
