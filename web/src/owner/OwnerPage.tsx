import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../api/client";
import { Problem as Refusal } from "../shell/Problem";
import { mayPass } from "../shell/queries";
import type { PageProps } from "../shell/routes";
import { useAccounts, useCaller } from "../shell/Session";
import { useTitle } from "../shell/title";
import { dataSources, every, ownerQuery, people } from "./owner";
import { Problems } from "./Problems";
import { Reads } from "./Reads";
import { SuspendDialog, type Target } from "./SuspendDialog";
import { Suspensions } from "./Suspensions";
import { Switch } from "./Switch";
import "./owner.css";

/** An account's owner's page: what is wrong, who reads what, and the switch. */
export default function OwnerPage({ id }: PageProps) {
  const client = useQueryClient();
  const { caller, settled } = useCaller();
  const spoke = caller?.Owns?.find((each) => each.AccountId === id);
  const accounts = useAccounts(caller !== undefined && !spoke);
  const name = spoke?.Name ?? accounts.names.get(id) ?? "Account";
  useTitle(name);
  const reads = useQuery({
    ...ownerQuery("reads", id),
    queryFn: ({ signal }) => call("ListReads", { AccountId: id, MaxResults: 100 }, { signal }),
    refetchInterval: every,
  });
  const problems = useQuery({
    ...ownerQuery("problems", id),
    queryFn: async ({ signal }) => (await call("ListProblems", { AccountId: id }, { signal })).Problems ?? [],
    refetchInterval: every,
  });
  const suspensions = useQuery({
    ...ownerQuery("suspensions", id),
    queryFn: async ({ signal }) => (await call("ListSuspensions", { AccountId: id }, { signal })).Suspensions ?? [],
    refetchInterval: every,
  });
  const [target, setTarget] = useState<Target | null>(null);
  const error = reads.error ?? problems.error ?? suspensions.error;
  // What was an owner's does not stay for who is none any more.
  if (error && !(reads.data && mayPass(error))) {
    return (
      <div className="page">
        <Refusal error={error} onRetry={() => client.invalidateQueries({ queryKey: ["owner"] })} />
      </div>
    );
  }
  // All at once, so that nothing moves down when something else comes.
  if (reads.isPending || problems.isPending || suspensions.isPending || !settled || !accounts.settled) {
    return <div className="page-wait" role="status" aria-label="Loading the account" />;
  }
  const rows = reads.data?.Reads ?? [];
  return (
    <div className="page">
      <Header
        variant="h1"
        description={`Account ${id}. What is read here ran under a role of this account, on its bill.`}
        actions={
          <Button iconName="status-stopped" onClick={() => setTarget({})}>
            Suspend access
          </Button>
        }
      >
        {name}
      </Header>
      <div className="owner">
        <Problems problems={problems.data} />
        <Suspensions account={id} suspensions={suspensions.data} />
        <Reads reads={rows} more={Boolean(reads.data?.NextToken)} onSuspend={setTarget} />
        <Switch account={id} sources={dataSources(rows, problems.data)} people={people(rows)} />
      </div>
      {target && (
        <SuspendDialog
          account={id}
          name={name}
          target={target}
          sources={dataSources(rows, problems.data)}
          people={people(rows)}
          onClose={() => setTarget(null)}
        />
      )}
    </div>
  );
}
