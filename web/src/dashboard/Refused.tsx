import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import Icon from "@cloudscape-design/components/icon";
import type { RunFailure } from "../api/types.gen";

const steps: Record<number, string> = { 1: "role A", 2: "role B", 3: "Athena" };

interface Props {
  failure: RunFailure;
  /** The name of the account, or its number. */
  account?: string | undefined;
  suspended?: boolean;
}

/** What stands in the place of a figure: which account refused, at which step, whom to ask, and what to send there. */
export function Refused({ failure, account, suspended = false }: Props) {
  const step = failure.Step ? steps[failure.Step] : undefined;
  const title = suspended
    ? `Switched off by the owner of ${account}`
    : account
      ? `${account} refused${step ? ` at ${step}` : ""}`
      : "No figure";
  return (
    <div className="refused" role="status">
      <div className="refused-title">
        <Icon name={suspended ? "status-stopped" : "status-warning"} variant={suspended ? "subtle" : "warning"} />
        <span>{title}</span>
      </div>
      <p>{failure.Message ?? "The figure could not be asked for."}</p>
      {failure.Request && (
        <CopyToClipboard
          variant="button"
          textToCopy={failure.Request}
          copyButtonText="Copy request"
          copySuccessText={failure.Ask ? `Copied. Send it to ${failure.Ask}` : "Request copied"}
          copyErrorText="The browser did not let the request be copied"
        />
      )}
    </div>
  );
}
