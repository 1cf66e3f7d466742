import type { Receipt as Bill } from "../api/types.gen";
import { useAge } from "../shell/clock";

/** Loads what the trace is drawn with, so that it stands at once when it is opened. */
export const loadTrace = () => import("../trace/TracePanel");

interface Props {
  receipt: Bill;
  title: string;
  onOpen: (run: string, title: string) => void;
}

/** What stands under a figure: the accounts that computed it, its age and its price. It opens the trace. */
export function Receipt({ receipt, title, onOpen }: Props) {
  const ago = useAge(receipt.AnsweredAt ?? receipt.SubmittedAt);
  const accounts = (receipt.Accounts ?? []).map((account) => account.Name ?? account.AccountId ?? "").join(", ");
  const parts = [accounts, ago, receipt.Price ?? "price unknown"].filter((part) => part !== "");
  return (
    <button
      type="button"
      className="receipt"
      aria-label={`Who paid for ${title}: ${parts.join(", ")}`}
      aria-haspopup="dialog"
      onPointerEnter={loadTrace}
      onFocus={loadTrace}
      onClick={() => receipt.RunId && onOpen(receipt.RunId, title)}
    >
      {parts.join(" · ")}
    </button>
  );
}
