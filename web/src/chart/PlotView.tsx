import { type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import type { PlotChart } from "../api/types.gen";
import { useTheme } from "../shell/theme";
import type { Drawing, Pointed } from "./echarts";
import "./palette.css";
import { readPalette, seriesColour } from "./palette";
import { Tooltip } from "./Tooltip";

/** The most categories that the table for screen readers holds; the figures themselves stay in the picture. */
const mostRead = 200;

interface Props {
  plot: PlotChart;
  kind: "bar" | "line";
  title: string;
}

/** A bar or line chart. Arrow keys walk through its categories as the pointer does. */
export function PlotView({ plot, kind, title }: Props) {
  const canvas = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const [ready, setReady] = useState(false);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const theme = useTheme();

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    let left = false;
    let started: Drawing | null = null;
    import("./echarts").then(({ start }) => {
      if (left) return;
      started = start(element, setPointed);
      drawing.current = started;
      setReady(true);
    });
    return () => {
      left = true;
      started?.dispose();
      drawing.current = null;
    };
  }, []);

  const draw = useCallback(() => drawing.current?.draw(plot, kind, readPalette()), [plot, kind]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the palette reads.
  useEffect(() => {
    if (ready) draw();
    setPointed(null);
  }, [ready, draw, theme]);

  useEffect(() => {
    const element = canvas.current;
    if (!element || !ready) return;
    let width = element.clientWidth;
    const observer = new ResizeObserver(() => {
      drawing.current?.resize();
      if (element.clientWidth !== width) {
        width = element.clientWidth;
        draw();
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ready, draw]);

  const onKeyDown = (event: KeyboardEvent) => {
    const last = plot.category.labels.length - 1;
    const at = pointed?.category;
    const next: Record<string, number> = {
      ArrowRight: at === undefined ? 0 : Math.min(at + 1, last),
      ArrowDown: at === undefined ? 0 : Math.min(at + 1, last),
      ArrowLeft: at === undefined ? last : Math.max(at - 1, 0),
      ArrowUp: at === undefined ? last : Math.max(at - 1, 0),
      Home: 0,
      End: last,
    };
    const category = next[event.key];
    if (event.key === "Escape") {
      drawing.current?.mark(null);
      setPointed(null);
    } else if (category !== undefined) {
      event.preventDefault();
      setPointed(drawing.current?.mark(category) ?? null);
    }
  };

  return (
    <figure className="plot">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture that is read by keys is no set of form fields. */}
      <div
        className="plot-canvas"
        role="group"
        aria-roledescription={`${kind} chart`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart's points.
        tabIndex={0}
        aria-label={`${title}. Arrow keys read its points.`}
        onKeyDown={onKeyDown}
        onBlur={() => {
          drawing.current?.mark(null);
          setPointed(null);
        }}
      >
        <div className="plot-surface" ref={canvas} aria-hidden="true" />
        {pointed && <Tooltip plot={plot} pointed={pointed} width={canvas.current?.clientWidth ?? 0} />}
      </div>
      {plot.legend && (
        <ul className="plot-legend">
          {plot.series.map((series, index) => (
            <li key={index}>
              <span className={`swatch swatch-${kind}`} style={{ background: seriesColour(index) }} />
              {series.name}
            </li>
          ))}
        </ul>
      )}
      <div className="visually-hidden">
        <PlotTable plot={plot} title={title} />
      </div>
    </figure>
  );
}

function PlotTable({ plot, title }: { plot: PlotChart; title: string }) {
  const labels = plot.category.labels.slice(0, mostRead);
  return (
    <table>
      <caption>
        {title}
        {labels.length < plot.category.labels.length &&
          ` (the first ${mostRead} of ${plot.category.labels.length} categories)`}
      </caption>
      <thead>
        <tr>
          <th scope="col">{plot.category.title || "Category"}</th>
          {plot.series.map((series, index) => (
            <th key={index} scope="col">
              {series.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {labels.map((label, row) => (
          <tr key={row}>
            <th scope="row">{label}</th>
            {plot.series.map((series, index) => (
              <td key={index}>{series.texts[row] || "none"}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
