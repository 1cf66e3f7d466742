import { useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { call } from "../api/client";
import type { Session } from "../api/session";
import type { GetCallerOutput } from "../api/types.gen";

const Context = createContext<Session>({ signedIn: false, csrf: "" });

export const SessionProvider = Context;
export const useSession = () => useContext(Context);

/** Who the caller is in the hub, and which accounts they own. */
export function useCaller(): { caller: GetCallerOutput | undefined; settled: boolean } {
  const { signedIn } = useSession();
  const { data, isPending } = useQuery({
    queryKey: ["caller"],
    queryFn: ({ signal }) => call("GetCaller", {}, { signal }),
    enabled: signedIn,
    staleTime: 60_000,
  });
  return { caller: data, settled: !isPending };
}
