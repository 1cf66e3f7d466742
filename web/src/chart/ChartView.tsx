import type { Chart } from "../api/types.gen";
import { chunk } from "../parts/chunk";
import { KPIView } from "./KPIView";
import { PlotView } from "./PlotView";

// Only sheets with a table load what keeps the rows out of view from being elements.
const TableView = chunk(() => import("./TableView"));

/** Draws a chart model of whichever kind. */
export function ChartView({ chart, title }: { chart: Chart; title: string }) {
  const nothing = <div className="visual-empty">No rows for these filters.</div>;
  if (chart.empty) return nothing;
  switch (chart.kind) {
    case "kpi":
      return chart.kpi ? <KPIView kpi={chart.kpi} title={title} /> : nothing;
    case "bar":
    case "line":
      return chart.plot ? <PlotView plot={chart.plot} kind={chart.kind} title={title} /> : nothing;
    case "table":
      return chart.table ? <TableView table={chart.table} title={title} /> : nothing;
    default:
      return nothing;
  }
}
