import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { memo, useCallback, useEffect, useRef } from "react";
import type { ControlValue, ViewElement } from "../api/types.gen";
import { ChartView } from "../chart/ChartView";
import { mayPass } from "../shell/queries";
import { type Answer, ask } from "./ask";
import { Receipt } from "./Receipt";
import { Refused } from "./Refused";
import { useSources } from "./status";

/** How long a visual that failed waits until it asks again, in ms; not all at the same moment. */
const again = () => 3_000 + Math.random() * 500;

interface Props {
  dashboard: string;
  version: number | undefined;
  sheet: string;
  element: ViewElement;
  values: ControlValue[];
  onOpen: (run: string, title: string) => void;
}

/** One visual: it asks for itself, keeps its place, and knows nothing of the others. */
export const Visual = memo(function Visual({ dashboard, version, sheet, element, values, onOpen }: Props) {
  const id = element.ElementId ?? "";
  const title = element.Title || "Untitled";
  const drawn = element.Kind !== "OTHER";
  const client = useQueryClient();
  const visual = useQuery({
    queryKey: ["visual", dashboard, version, sheet, id, values],
    queryFn: ({ signal }) =>
      ask({ DashboardId: dashboard, VersionNumber: version, SheetId: sheet, VisualId: id, Values: values }, signal),
    enabled: drawn,
    placeholderData: keepPreviousData,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) => {
      if (state.status === "error") return mayPass(state.error) && again();
      return state.data?.state === "CANCELLED" || state.data?.failure?.Account ? again() : false;
    },
  });
  const { refetch } = visual;
  const onChanged = useCallback(() => void refetch(), [refetch]);
  const blocked = useSources(dashboard, version, element.DataSourceIds ?? [], onChanged);
  const succeeded = visual.data?.state === "SUCCEEDED" && !visual.isPlaceholderData;

  // What answers although its source was refused has found that it is mended: the page asks at once, and not in a while.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new answer counts, also one like the last.
  useEffect(() => {
    if (succeeded && blocked) client.invalidateQueries({ queryKey: ["status", dashboard] });
  }, [succeeded, visual.dataUpdatedAt, client, dashboard]);

  // A figure that was taken away stays away: what comes back is what was asked for since.
  const lost = useRef(0);
  const isBlocked = blocked !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the moment counts at which the source was lost.
  useEffect(() => {
    if (isBlocked) lost.current = visual.dataUpdatedAt;
  }, [isBlocked]);
  const current = visual.isPlaceholderData ? lost.current === 0 : visual.dataUpdatedAt > lost.current;
  const answer = current ? visual.data : undefined;
  const figure = !blocked && answer?.state === "SUCCEEDED" ? answer : undefined;
  const refused = isBlocked || answer?.state === "FAILED";
  const stale = visual.isPlaceholderData && visual.isFetching;
  const notDrawn = element.NotDrawn?.length ?? 0;
  const notes = [...(figure?.chart?.notes ?? []), ...(figure?.receipt?.Warnings ?? [])];
  return (
    <section className="visual" aria-label={title} aria-busy={visual.isFetching && !figure} data-element={id}>
      <header className="visual-head">
        <h2>{title}</h2>
        {element.Subtitle && <p>{element.Subtitle}</p>}
        {notDrawn > 0 && (
          <span className="visual-not-drawn" title={element.NotDrawn?.join("\n")}>
            {notDrawn === 1 ? "1 setting not drawn" : `${notDrawn} settings not drawn`}
          </span>
        )}
      </header>
      <div className={stale ? "visual-body visual-stale" : "visual-body"}>
        {drawn ? (
          <Body answer={answer} error={visual.error} blocked={blocked} kind={element.Kind} title={title} />
        ) : (
          <div className="visual-empty">This kind of visual is not drawn here yet. Its place is kept.</div>
        )}
      </div>
      <footer className={refused ? "visual-foot visual-foot-none" : "visual-foot"}>
        {figure?.receipt && !stale && <Receipt receipt={figure.receipt} title={title} onOpen={onOpen} />}
        {notes.length > 0 && !stale && (
          <span className="visual-notes" title={notes.join("\n")}>
            {notes.join(" ")}
          </span>
        )}
      </footer>
    </section>
  );
});

interface BodyProps {
  answer: Answer | undefined;
  error: Error | null;
  blocked: ReturnType<typeof useSources>;
  kind: ViewElement["Kind"];
  title: string;
}

function Body({ answer, error, blocked, kind, title }: BodyProps) {
  if (blocked) return <Refused failure={blocked.failure} suspended={blocked.state === "SUSPENDED"} />;
  if (answer?.state === "FAILED") return <Refused failure={answer.failure ?? {}} />;
  if (answer?.state === "SUCCEEDED" && answer.chart) return <ChartView chart={answer.chart} title={title} />;
  if (error) return <Refused failure={{ Message: error.message }} />;
  return <Skeleton kind={kind} />;
}

/** The shape of what is to come, so that nothing jumps when it does. */
function Skeleton({ kind }: { kind: ViewElement["Kind"] }) {
  const rows = kind === "TABLE" ? 8 : kind === "KPI" ? 2 : 0;
  return (
    <div className={`skeleton skeleton-${(kind ?? "OTHER").toLowerCase()}`} role="status" aria-label="Loading">
      {rows > 0 ? Array.from({ length: rows }, (_, i) => <span key={i} />) : <span />}
    </div>
  );
}
