import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client";

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
