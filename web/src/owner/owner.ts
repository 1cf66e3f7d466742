import { keepPreviousData } from "@tanstack/react-query";
import type { Problem, Read } from "../api/types.gen";

/** How often the page asks anew while it is visible, in ms. */
export const every = 3_000;

/** What the queries of the page share: they stay on screen while they are asked for anew. */
export const ownerQuery = (what: string, account: string) => ({
  queryKey: ["owner", account, what],
  placeholderData: keepPreviousData,
});

/** Something that can be chosen: a data source or a person. */
export interface Choice {
  value: string;
  label: string;
}

/** The data sources that were read or refused, by id. */
export function dataSources(reads: Read[], problems: Problem[] | undefined): Choice[] {
  const found = new Map<string, string>();
  for (const read of reads) if (read.DataSourceId) found.set(read.DataSourceId, read.DataSourceId);
  for (const problem of problems ?? [])
    if (problem.DataSourceId) found.set(problem.DataSourceId, problem.Name ?? problem.DataSourceId);
  return [...found].map(([value, label]) => ({ value, label }));
}

/** The people who have read. */
export function people(reads: Read[]): Choice[] {
  const found = new Map<string, string>();
  for (const read of reads) if (read.PersonArn) found.set(read.PersonArn, read.PersonName ?? read.PersonArn);
  return [...found].map(([value, label]) => ({ value, label }));
}
