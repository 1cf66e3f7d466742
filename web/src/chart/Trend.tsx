import type { TrendPoint } from "../api/types.gen";

const width = 160;
const height = 48;

/** A small line without axes: the way that a figure took. */
export function Trend({ points, title }: { points: TrendPoint[]; title: string }) {
  const known = points.map((point) => point.value).filter((value) => value !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const span = Math.max(...known) - low || 1;
  const place = (value: number, index: number) =>
    `${((index / (points.length - 1)) * (width - 6) + 3).toFixed(1)} ${(height - 4 - ((value - low) / span) * (height - 8)).toFixed(1)}`;
  let line = "";
  let broken = true;
  points.forEach(({ value }, index) => {
    if (value !== null) line += `${broken ? "M" : "L"}${place(value, index)}`;
    broken = value === null;
  });
  const first = points[0];
  const last = points[points.length - 1];
  return (
    <div className="trend">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: from ${first?.text} in ${first?.label} to ${last?.text} in ${last?.label}`}
      >
        <path d={line} vectorEffect="non-scaling-stroke" />
      </svg>
      <div className="trend-ends" aria-hidden="true">
        <span>{first?.label}</span>
        <span>{last?.label}</span>
      </div>
    </div>
  );
}
