import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client";
import type { Suspension } from "../api/types.gen";
import { useAge } from "../shell/clock";

/** The switches that are off, with the way back. */
export function Suspensions({ account, suspensions }: { account: string; suspensions: Suspension[] | undefined }) {
  const count = suspensions?.length ?? 0;
  return (
    <Container
      header={
        <Header variant="h2" counter={count > 0 ? `(${count})` : undefined}>
          Suspensions in force
        </Header>
      }
    >
      <div aria-live="polite">
        {count === 0 ? (
          <p className="quiet">Nothing is suspended.</p>
        ) : (
          <ul className="suspensions">
            {(suspensions ?? []).map((each) => (
              <OneSuspension key={each.SuspensionId} account={account} suspension={each} />
            ))}
          </ul>
        )}
      </div>
    </Container>
  );
}

function OneSuspension({ account, suspension }: { account: string; suspension: Suspension }) {
  const client = useQueryClient();
  const ago = useAge(suspension.At);
  const resume = useMutation({
    mutationFn: () => call("ResumeAccess", { AccountId: account, SuspensionId: suspension.SuspensionId }),
    onSettled: () => client.invalidateQueries({ queryKey: ["owner", account] }),
  });
  const who = suspension.PersonName ?? (suspension.PersonArn ? suspension.PersonArn.split("/").pop() : "Everybody");
  const what = suspension.DataSourceId
    ? `the data source ${suspension.DataSourceId}`
    : "every data source of this account";
  return (
    <li>
      <div>
        <strong>
          {who}: {what}
        </strong>
        <p>“{suspension.Reason}”</p>
        <p className="quiet">
          by {suspension.By?.split("/").pop() ?? "an owner"}, {ago}
        </p>
        {resume.error && <Alert type="error">{resume.error.message}</Alert>}
      </div>
      <Button
        wrapText={false}
        loading={resume.isPending}
        onClick={() => resume.mutate()}
        ariaLabel={`Resume: ${who}, ${what}`}
      >
        Resume
      </Button>
    </li>
  );
}
