import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "../api/client";

/** A refusal stays one; a hub that did not answer, or failed, is asked again. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 0 || error.status >= 500 || error.status === 429;
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < 2 && mayPass(error),
      retryDelay: (failures) => 500 * 2 ** failures * (0.75 + Math.random() / 2),
      refetchOnWindowFocus: false,
      // The hub is often on this very machine: whether there is a network says nothing about it.
      networkMode: "always",
      staleTime: 5_000,
    },
    mutations: { networkMode: "always" },
  },
});
