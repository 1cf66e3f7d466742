import { useMutation, useQueryClient } from "@tanstack/react-query";
import { setSession } from "../api/client";
import { type Credentials, type Session, signIn } from "../api/session";

/** Signs in; what another person had loaded is forgotten first. */
export function useSignIn(then?: (session: Session) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (credentials: Credentials) => signIn(credentials),
    onSuccess: (session) => {
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== "session" });
      setSession(session.csrf, () => client.invalidateQueries({ queryKey: ["session"] }));
      client.setQueryData(["session"], session);
      then?.(session);
    },
  });
}
