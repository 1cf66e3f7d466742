import type { Receipt as Bill } from "../api/types.gen";
import { chunk } from "../parts/chunk";
import { useAge } from "../shell/clock";

export const TracePanel = chunk(() => import("../trace/TracePanel"));

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
      onPointerEnter={TracePanel.preload}
      onFocus={TracePanel.preload}
      onClick={() => receipt.RunId && onOpen(receipt.RunId, title)}
    >
      {parts.join(" · ")}
    </button>
  );
}
