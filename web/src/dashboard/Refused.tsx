import Icon from "@cloudscape-design/components/icon";
import type { RunFailure } from "../api/types.gen";

const steps: Record<number, string> = { 1: "role A", 2: "role B", 3: "Athena" };

interface Props {
  failure: RunFailure;
  /** The name of the account, or its number. */
  account?: string | undefined;
  suspended?: boolean;
}

/** What stands in the place of a figure: which account refused, at which step, why, and whom to ask. */
export function Refused({ failure, account, suspended = false }: Props) {
  const step = failure.Step ? steps[failure.Step] : undefined;
  const refused = account ? `${account} refused${step ? ` at ${step}` : ""}` : "No figure";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll is reached by keyboard.
    <div className="refused" role="status" tabIndex={0}>
      <div className="refused-title">
        <Icon name={suspended ? "status-stopped" : "status-warning"} variant={suspended ? "subtle" : "warning"} />
        <span>{suspended ? `Switched off by the owner of ${account}` : refused}</span>
      </div>
      <p>{failure.Message ?? "The figure could not be asked for."}</p>
    </div>
  );
}
