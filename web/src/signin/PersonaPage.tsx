import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { setSession } from "../api/client";
import { signIn } from "../api/session";
import { Problem } from "../shell/Problem";
import { useRouter } from "../shell/router";
import { pageOf } from "../shell/routes";
import { useSession } from "../shell/Session";
import { keepToken, keptToken, landing } from "./persona";

/** The demo's link: one click, no form. The token leaves the address before anything else happens. */
export default function PersonaPage({ id }: { id: string }) {
  const { go } = useRouter();
  const client = useQueryClient();
  const likely = useSession().personas?.find((persona) => persona.id === id)?.landing;
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (location.hash.length > 1) keepToken(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    if (likely) pageOf(likely); // its script travels while one signs in
    let left = false;
    const enter = async () => {
      const session = await signIn({ persona: id, token: keptToken() });
      if (left) return;
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      setSession(session.csrf, () => client.invalidateQueries({ queryKey: ["session"] }));
      const to = await landing(session).catch(() => "/");
      if (left) return;
      pageOf(to);
      client.setQueryData(["session"], session);
      go(to, { replace: true });
    };
    enter().catch(setError);
    return () => {
      left = true;
    };
  }, [id, likely, client, go]);
  if (!error) return <div className="page-wait" />;
  return (
    <div className="page">
      <Problem
        title="This link has ended"
        message="The demo makes new links each time it starts. Copy the link again from the terminal in which it runs."
      />
    </div>
  );
}
