import { createContext, useContext } from "react";

/** The names of the accounts that a dashboard's sources lead to, by their numbers. */
export const AccountNames = createContext<ReadonlyMap<string, string>>(new Map());

/** What people call an account; its number where it has no name. */
export function useAccountName(account: string | undefined): string | undefined {
  const names = useContext(AccountNames);
  return account === undefined ? undefined : (names.get(account) ?? account);
}
