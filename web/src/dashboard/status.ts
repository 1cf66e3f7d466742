import { queryOptions, useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { call } from "../api/client";
import type { RunFailure, SourceState, SourceStatus } from "../api/types.gen";

const every = 2_000; // ms, while the page is visible

/** How long the state of the sources may take, in ms: a page that shows figures says soon that it cannot ask any more. */
const longest = 6_000;

const statusOf = (dashboard: string, version: number | undefined) =>
  queryOptions({
    queryKey: ["status", dashboard, version],
    queryFn: async ({ signal }) => {
      const input = { DashboardId: dashboard, VersionNumber: version };
      return (await call("GetDashboardStatus", input, { signal, within: longest })).Sources ?? [];
    },
    retry: false,
  });

/** Asks for the state of the dashboard's sources again and again; one component of the page does. */
export function useStatusWatch(dashboard: string, version: number | undefined) {
  return useQuery({ ...statusOf(dashboard, version), refetchInterval: every, staleTime: 0 });
}

/** Why a visual may show no figure: the first of its sources that is refused or suspended. */
export interface Blocked {
  state: SourceState;
  failure: RunFailure;
}

/** What the sources of one visual say. Marks is their marks in one text. */
interface Sources {
  blocked: Blocked | null;
  marks: string;
  states: SourceState[];
}

function sourcesOf(all: SourceStatus[], needed: string[]): Sources {
  const own = all.filter((source) => needed.includes(source.DataSourceId ?? ""));
  const bad = own.find((source) => source.State === "REFUSED" || source.State === "SUSPENDED");
  return {
    blocked: bad
      ? {
          state: bad.State ?? "REFUSED",
          failure: { ...bad.Failure, Account: bad.Failure?.Account ?? bad.AccountId },
        }
      : null,
    marks: own.map((source) => `${source.DataSourceId}=${source.Mark}`).join(" "),
    states: own.map((source) => source.State ?? "UNKNOWN"),
  };
}

/**
 * Follows the sources that one visual needs. The component is drawn again only when they change, so that another
 * account's trouble moves nothing here. onChanged is called when what was drawn has to be asked for anew.
 */
export function useSources(
  dashboard: string,
  version: number | undefined,
  needed: string[],
  onChanged: () => void,
): Blocked | null {
  const { data } = useQuery({
    ...statusOf(dashboard, version),
    enabled: false, // the page asks
    select: (all) => sourcesOf(all, needed),
  });
  const known = useRef<Sources>(undefined);
  useEffect(() => {
    if (!data) return;
    const before = known.current;
    known.current = data;
    if (!before || before.marks === data.marks || data.blocked?.state === "SUSPENDED") return;
    // A source of which nothing was known, and which now answers, is what the visual itself has found out.
    const moved = before.states.filter((state, i) => state !== data.states[i]);
    const learned = before.states.every(
      (state, i) => state === data.states[i] || (state === "UNKNOWN" && data.states[i] === "READY"),
    );
    // A refusal is asked for too: the run that fails is what the account's owner sees, with what mends it.
    if (moved.length === 0 || !learned) onChanged();
  }, [data, onChanged]);
  return data?.blocked ?? null;
}
