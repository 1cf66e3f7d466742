import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { call } from "../api/client";
import type { Session } from "../api/session";
import type { GetCallerOutput, Spoke } from "../api/types.gen";

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

/** What people call the accounts that data come from, by their numbers; a number that is not in it has no name. */
export function useAccounts(enabled = true): { names: ReadonlyMap<string, string>; settled: boolean } {
  const { data, isLoading } = useQuery({
    queryKey: ["spokes"],
    queryFn: async ({ signal }) => (await call("ListSpokes", {}, { signal })).Spokes ?? [],
    enabled,
    staleTime: 60_000,
  });
  const names = useMemo(() => named(data ?? []), [data]);
  return { names, settled: !isLoading };
}

const named = (spokes: Spoke[]) =>
  new Map(spokes.map((spoke) => [spoke.AccountId ?? "", spoke.Name ?? spoke.AccountId ?? ""]));
