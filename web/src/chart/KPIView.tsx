import type { KPIChart } from "../api/types.gen";
import { Trend } from "./Trend";

/** One figure, large, with what it is compared with. */
export function KPIView({ kpi, title }: { kpi: KPIChart; title: string }) {
  const { comparison } = kpi;
  const trend = kpi.trend ?? [];
  return (
    <div className="kpi">
      <div className="kpi-figures">
        <div className="kpi-value" data-figure>
          {kpi.text}
        </div>
        {kpi.group && <div className="kpi-group">{kpi.group}</div>}
        {comparison && (
          <div className="kpi-comparison">
            <span className={`kpi-change kpi-${comparison.direction}`}>
              <Arrow direction={comparison.direction} />
              {comparison.change}
            </span>
            <span className="kpi-against">
              {comparison.label} ({comparison.text})
            </span>
          </div>
        )}
      </div>
      {trend.length > 2 && <Trend points={trend} title={title} />}
    </div>
  );
}

function Arrow({ direction }: { direction: "up" | "down" | "flat" }) {
  const path = { up: "M5 1 9.3 8.5H.7Z", down: "M5 9 .7 1.5h8.6Z", flat: "M1 4h8v2H1Z" }[direction];
  return (
    <svg
      className="kpi-arrow"
      viewBox="0 0 10 10"
      role="img"
      aria-label={{ up: "up", down: "down", flat: "the same" }[direction]}
    >
      <path d={path} />
    </svg>
  );
}
