import { useLayoutEffect, useRef } from "react";
import type { PlotChart } from "../api/types.gen";
import type { Pointed } from "./echarts";
import { seriesColour } from "./palette";

/** The most series that a tooltip names. */
const most = 12;

/** What stands at a category, as the hub printed it. */
export function Tooltip({ plot, pointed, width }: { plot: PlotChart; pointed: Pointed; width: number }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const tip = element.current;
    if (!tip) return;
    const beside = pointed.x + 14;
    const x = beside + tip.offsetWidth > width ? pointed.x - tip.offsetWidth - 14 : beside;
    tip.style.transform = `translate(${Math.max(0, Math.round(x))}px, ${Math.round(Math.max(0, pointed.y - 20))}px)`;
  }, [pointed, width]);
  const rows = plot.series
    .map((series, index) => ({ name: series.name, text: series.texts[pointed.category] ?? "", index }))
    .filter((row) => row.text !== "");
  return (
    <div className="tooltip" ref={element} role="status">
      <div className="tooltip-title">{plot.category.labels[pointed.category]}</div>
      {rows.length === 0 && <div className="tooltip-row">No figure here</div>}
      {rows.slice(0, most).map((row) => (
        <div className="tooltip-row" key={row.index}>
          <span className="swatch" style={{ background: seriesColour(row.index) }} />
          <span className="tooltip-name">{row.name}</span>
          <span className="tooltip-value">{row.text}</span>
        </div>
      ))}
      {rows.length > most && <div className="tooltip-row">and {rows.length - most} more</div>}
    </div>
  );
}
