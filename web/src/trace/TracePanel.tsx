import Button from "@cloudscape-design/components/button";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { usePanelCovers } from "../parts/narrow";
import { Problem } from "../shell/Problem";
import { Anchor } from "../shell/router";
import { TraceView } from "./TraceView";
import { useTrace } from "./useTrace";

/**
 * A trace beside the dashboard; on a narrow screen it takes the whole page, and keeps the focus so that nothing is used that
 * is not seen. Escape closes it.
 */
export default function TracePanel({ run, title, onClose }: { run: string; title: string; onClose: () => void }) {
  const trace = useTrace(run);
  const heading = useRef<HTMLHeadingElement>(null);
  const opener = useRef(document.activeElement);
  const covers = usePanelCovers();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another run is another panel to a reader's ear.
  useEffect(() => heading.current?.focus(), [run]);
  useEffect(() => {
    const key = (event: globalThis.KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) onClose();
    };
    addEventListener("keydown", key);
    const from = opener.current;
    return () => {
      removeEventListener("keydown", key);
      if (from instanceof HTMLElement && from.isConnected) from.focus({ preventScroll: true });
    };
  }, [onClose]);
  const keepFocus = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Tab" || !covers) return;
    const all = [
      ...event.currentTarget.querySelectorAll<HTMLElement>("a[href], button:not(:disabled), summary, [tabindex='0']"),
    ].filter((each) => each.checkVisibility());
    const [end, other] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    const at = document.activeElement;
    if (at !== end && !(event.shiftKey && at === heading.current)) return;
    event.preventDefault();
    other?.focus();
  };
  return (
    <aside
      className="trace-panel"
      role="dialog"
      aria-modal={covers}
      aria-labelledby="trace-title"
      onKeyDown={keepFocus}
    >
      <header className="trace-panel-head">
        <h2 id="trace-title" ref={heading} tabIndex={-1}>
          Who paid for {title}
        </h2>
        <Anchor className="trace-page-link" href={`/runs/${encodeURIComponent(run)}`}>
          Open as a page
        </Anchor>
        <Button variant="icon" iconName="close" ariaLabel="Close the trace" onClick={onClose} />
      </header>
      <div className="trace-panel-body">
        {trace.data ? (
          <TraceView trace={trace.data} visual={title} />
        ) : trace.error ? (
          <p role="alert">{trace.error.message}</p>
        ) : trace.isSuccess ? (
          <Problem title="There is no trace" message="The run is not known any more." />
        ) : (
          <div className="trace-wait" role="status" aria-label="Loading the trace" />
        )}
      </div>
    </aside>
  );
}
