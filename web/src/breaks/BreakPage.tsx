import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Break, listBreaks, setBreak } from "../api/session";
import { Code } from "../parts/Code";
import { Problem } from "../shell/Problem";
import { useTitle } from "../shell/title";

/** The demo's ways to break the chain, each one a real change in an account, and undone the same way. */
export default function BreakPage() {
  useTitle("Break it");
  const breaks = useQuery({ queryKey: ["breaks"], queryFn: listBreaks, refetchInterval: 3_000 });
  if (breaks.error && !breaks.data) {
    return (
      <div className="page">
        <Problem error={breaks.error} onRetry={() => breaks.refetch()} />
      </div>
    );
  }
  return (
    <div className="page">
      <Header
        variant="h1"
        description="Each is one real change in an account of the demo, through that account's own API. Open a dashboard in another tab and watch which figures go, which stay, and what they say."
      >
        Break it
      </Header>
      {breaks.isPending ? (
        <div className="break-cards" role="status" aria-label="Loading">
          {[0, 1, 2, 3].map((each) => (
            <div key={each} className="break-wait" />
          ))}
        </div>
      ) : (
        <div className="break-cards">
          {(breaks.data?.breaks ?? []).map((each) => (
            <BreakCard key={each.id} way={each} />
          ))}
        </div>
      )}
    </div>
  );
}

function BreakCard({ way }: { way: Break }) {
  const client = useQueryClient();
  const turn = useMutation({
    mutationFn: (active: boolean) => setBreak(way.id, active),
    onSuccess: (answer) => client.setQueryData(["breaks"], answer),
  });
  return (
    <Container
      fitHeight
      header={
        <Header
          variant="h2"
          actions={
            <Button
              variant={way.active ? "primary" : "normal"}
              loading={turn.isPending}
              onClick={() => turn.mutate(!way.active)}
              ariaLabel={`${way.active ? "Undo" : "Break"}: ${way.title}`}
            >
              {way.active ? "Undo" : "Break"}
            </Button>
          }
        >
          {way.title}
        </Header>
      }
    >
      <div className="break-body">
        <p>{way.what}</p>
        <StatusIndicator type={way.active ? "error" : "success"}>{way.active ? "Broken" : "Whole"}</StatusIndicator>
        <h3>{way.active ? "To mend it with the AWS CLI" : "The same with the AWS CLI"}</h3>
        <Code text={way.active ? way.undo : way.command} what="command" />
        {turn.error && <Alert type="error">{turn.error.message}</Alert>}
      </div>
    </Container>
  );
}
