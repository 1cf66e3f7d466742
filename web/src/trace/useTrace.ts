import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Trace } from "../api/types.gen";

/** A run's trace. Events may come in after the run has ended, so one that is fresh is asked for once more. */
export function useTrace(run: string) {
  return useQuery({
    queryKey: ["trace", run],
    queryFn: async ({ signal }) => (await call("GetTrace", { RunId: run }, { signal })).Trace,
    refetchInterval: ({ state }) => {
      const trace = state.data;
      if (!trace) return false;
      const final = trace.State === "SUCCEEDED" || trace.State === "FAILED" || trace.State === "CANCELLED";
      return final ? false : 1_000;
    },
  });
}

/**
 * What a run was asked for, in words: the visual as its dashboard calls it, where one may see that, else the data set. It
 * is undefined while it is not known.
 */
export function useTraceTitle(trace: Trace | undefined): string | undefined {
  const dashboard = trace?.Dashboard?.Id;
  const visual = trace?.Visual;
  const { data, isLoading } = useQuery({
    queryKey: ["view", dashboard],
    queryFn: async ({ signal }) => (await call("GetDashboardView", { DashboardId: dashboard }, { signal })).View,
    enabled: dashboard !== undefined && visual?.Id !== undefined && !visual.Name,
    staleTime: 30_000,
    retry: false,
  });
  if (!trace || isLoading) return undefined;
  const elements = data?.Sheets?.flatMap((sheet) => sheet.Elements ?? []) ?? [];
  const title = elements.find((element) => element.ElementId === visual?.Id)?.Title;
  return visual?.Name ?? (title || undefined) ?? trace.DataSet?.Name ?? "a query";
}
