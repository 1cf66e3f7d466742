import Icon from "@cloudscape-design/components/icon";
import type { RunFailure } from "../api/types.gen";
import { CopyButton } from "../shell/CopyButton";
import { useAccountName } from "./accounts";

const steps: Record<number, string> = { 1: "role A", 2: "role B", 3: "Athena" };

interface Props {
  failure: RunFailure;
  suspended?: boolean;
}

/** What stands in the place of a figure: which account refused, at which step, why, and whom to ask. */
export function Refused({ failure, suspended = false }: Props) {
  const account = useAccountName(failure.Account);
  const step = failure.Step ? steps[failure.Step] : undefined;
  const refused = account ? `${account} refused${step ? ` at ${step}` : ""}` : "No figure";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what may scroll is reached by keyboard.
    <div className="refused" role="status" tabIndex={0}>
      <div className="refused-title">
        <Icon name={suspended ? "status-stopped" : "status-warning"} variant={suspended ? "subtle" : "warning"} />
        <span>{suspended ? `Switched off by the owner of ${account ?? "its data"}` : refused}</span>
      </div>
      <p>{failure.Message ?? "The figure could not be asked for."}</p>
      {failure.Request && (
        <CopyButton
          text={failure.Request}
          label="Copy request"
          done={failure.Ask ? `Copied. Send it to ${failure.Ask}.` : "Copied."}
        />
      )}
    </div>
  );
}
