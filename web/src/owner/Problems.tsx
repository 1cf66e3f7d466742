import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { Problem } from "../api/types.gen";
import { Code, pretty } from "../parts/Code";
import { useAge } from "../shell/clock";

/** What is wrong in the account just now, each with the change that mends it. */
export function Problems({ problems }: { problems: Problem[] | undefined }) {
  const count = problems?.length ?? 0;
  return (
    <Container
      header={
        <Header variant="h2" counter={count > 0 ? `(${count})` : undefined}>
          Problems
        </Header>
      }
    >
      <div aria-live="polite">
        {count === 0 ? (
          <StatusIndicator type={problems ? "success" : "loading"}>
            {problems ? "No reader is refused by this account." : "Looking for problems"}
          </StatusIndicator>
        ) : (
          (problems ?? []).map((problem) => <OneProblem key={problem.DataSourceId} problem={problem} />)
        )}
      </div>
    </Container>
  );
}

function OneProblem({ problem }: { problem: Problem }) {
  const since = useAge(problem.Since);
  const remedy = problem.Remedy;
  return (
    <article className="owner-problem">
      <h3>
        <StatusIndicator type="error">{problem.Name ?? problem.DataSourceId}</StatusIndicator>
        {since && <span className="owner-since">since {since.replace(/ ago$/, "")}</span>}
      </h3>
      <p>{problem.Failure?.Message ?? "Its readers are refused."}</p>
      {remedy?.What && (
        <p>
          <strong>What mends it.</strong> {remedy.What}
        </p>
      )}
      <div className="owner-remedy">
        {remedy?.Statement && (
          <div>
            <h4>Statement</h4>
            <Code text={pretty(remedy.Statement)} what="statement" />
          </div>
        )}
        {remedy?.Command && (
          <div>
            <h4>The change with the AWS CLI, signed in to this account</h4>
            <Code text={remedy.Command} what="command" />
          </div>
        )}
      </div>
    </article>
  );
}
