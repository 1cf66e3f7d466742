// The one file that knows Apache ECharts. It turns a chart model into options and tells where the pointer is; tooltip and
// legend are elements of the page, because ECharts' own write style attributes, which the content-security policy forbids.
import { BarChart, LineChart } from "echarts/charts";
import { AxisPointerComponent, GridComponent } from "echarts/components";
import { type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import type { PlotChart, Series, ValueAxis } from "../api/types.gen";
import type { Palette } from "./palette";

use([BarChart, LineChart, GridComponent, AxisPointerComponent, CanvasRenderer]);

/** Where the pointer stands: a category, and the place of the pointer in pixels. */
export interface Pointed {
  category: number;
  x: number;
  y: number;
}

/** A chart on the page. */
export interface Drawing {
  draw(plot: PlotChart, kind: "bar" | "line", palette: Palette): void;
  /** Marks a category, as if the pointer stood on it, and tells where it is; null takes the mark away. */
  mark(category: number | null): Pointed | null;
  resize(): void;
  dispose(): void;
}

/** Starts a chart in an element. onPoint is told of each move of the pointer, and null when it leaves. */
export function start(element: HTMLElement, onPoint: (pointed: Pointed | null) => void): Drawing {
  const chart = init(element, null, { renderer: "canvas" });
  let shown: PlotChart | null = null;
  const surface = chart.getZr();
  surface.on("mousemove", (event) => onPoint(pointedAt(chart, shown, event.offsetX, event.offsetY)));
  surface.on("globalout", () => onPoint(null));
  return {
    draw(plot, kind, palette) {
      shown = plot;
      const narrow = element.clientWidth < 480;
      chart.setOption(options(plot, kind, palette, element.clientWidth, narrow), { notMerge: true });
    },
    mark(category) {
      if (shown === null || category === null) {
        chart.dispatchAction({ type: "updateAxisPointer", currTrigger: "leave" });
        return null;
      }
      const finder = shown.horizontal ? { yAxisIndex: 0 } : { xAxisIndex: 0 };
      const along = Number(chart.convertToPixel(finder, category));
      const [x, y] = shown.horizontal ? [chart.getWidth() / 2, along] : [along, chart.getHeight() / 3];
      chart.dispatchAction({ type: "updateAxisPointer", x, y });
      return { category, x, y };
    },
    resize() {
      chart.resize();
    },
    dispose() {
      chart.dispose();
    },
  };
}

function pointedAt(chart: EChartsType, plot: PlotChart | null, x: number, y: number): Pointed | null {
  if (plot === null || !chart.containPixel("grid", [x, y])) return null;
  const finder = plot.horizontal ? { yAxisIndex: 0 } : { xAxisIndex: 0 };
  const category = Number(chart.convertFromPixel(finder, plot.horizontal ? y : x));
  return category >= 0 && category < plot.category.labels.length ? { category, x, y } : null;
}

function options(plot: PlotChart, kind: "bar" | "line", palette: Palette, width: number, narrow: boolean) {
  const category = categoryAxis(plot, kind, palette, width);
  const values = [valueAxis(plot.value, palette, plot.horizontal ?? false, true)];
  if (plot.second) values.push(valueAxis(plot.second, palette, plot.horizontal ?? false, false));
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 250,
    textStyle: { fontFamily: palette.font },
    grid: {
      left: 2,
      right: narrow ? 8 : 14,
      top: 10,
      bottom: 2,
      outerBoundsMode: "same" as const,
      outerBoundsContain: "all" as const,
    },
    xAxis: plot.horizontal ? values : category,
    yAxis: plot.horizontal ? category : values,
    series: plot.series.map((series, index) => seriesOf(series, index, plot, kind, palette)),
  };
}

function categoryAxis(plot: PlotChart, kind: "bar" | "line", palette: Palette, width: number) {
  const { labels, title, time } = plot.category;
  return {
    type: "category" as const,
    data: labels,
    inverse: plot.horizontal ?? false,
    boundaryGap: kind === "bar",
    ...axisName(title, palette, plot.horizontal ? "left" : "bottom"),
    axisLine: { lineStyle: { color: palette.axis } },
    axisTick: { show: false },
    axisPointer: {
      show: true,
      type: kind === "bar" ? ("shadow" as const) : ("line" as const),
      label: { show: false },
      triggerEmphasis: true,
      lineStyle: { color: palette.axis, type: "solid" as const },
      shadowStyle: { color: palette.grid, opacity: 0.35 },
    },
    axisLabel: {
      color: palette.text,
      fontSize: 12,
      hideOverlap: true,
      // Points of time may be left out between two that are shown; names may not, while there is room.
      interval: time || labels.length > 40 ? ("auto" as const) : 0,
      width: plot.horizontal
        ? Math.round(width * 0.36)
        : Math.max(48, Math.round(width / Math.max(labels.length, 1)) - 8),
      overflow: "truncate" as const,
      ...(time ? { width: undefined, overflow: "none" as const, showMinLabel: true } : {}),
    },
  };
}

function valueAxis(axis: ValueAxis, palette: Palette, horizontal: boolean, first: boolean) {
  const at = axis.ticks.map((tick) => tick.value);
  // The hub chose the ticks and printed them; nothing is rounded here.
  const texts = new Map(axis.ticks.map((tick) => [tick.value, tick.text]));
  return {
    type: "value" as const,
    min: axis.min,
    max: axis.max,
    ...axisName(axis.title, palette, horizontal ? "bottom" : first ? "left" : "right"),
    axisLine: { show: false },
    axisTick: { show: false, customValues: at },
    axisPointer: { show: false },
    axisLabel: {
      color: palette.text,
      fontSize: 12,
      hideOverlap: true,
      customValues: at,
      formatter: (value: number) => texts.get(value) ?? "",
    },
    splitLine: { show: first, lineStyle: { color: palette.grid } },
  };
}

function axisName(title: string, palette: Palette, side: "left" | "right" | "bottom") {
  if (title === "") return {};
  return {
    name: title,
    nameLocation: "middle" as const,
    nameGap: side === "bottom" ? 28 : 8,
    nameTextStyle: {
      color: palette.text,
      fontSize: 12,
      fontWeight: 700 as const,
      // Room between the labels and the name, which ECharts moves just out of their way.
      padding: side === "bottom" ? 0 : [0, 0, 8, 0],
    },
    ...(side === "bottom" ? {} : { nameRotate: side === "left" ? 90 : -90 }),
  };
}

function seriesOf(series: Series, index: number, plot: PlotChart, kind: "bar" | "line", palette: Palette) {
  const colour = palette.series[index % palette.series.length];
  const marks = series.highlight ?? [];
  const some = marks.some(Boolean);
  const data = series.values.map((value, i) => {
    const faint = some && !marks[i];
    return faint ? { value, itemStyle: { color: colour, opacity: 0.4 } } : { value };
  });
  const axis = plot.second && series.axis === 1 ? 1 : 0;
  const shared = {
    name: series.name,
    data,
    ...(plot.horizontal ? { xAxisIndex: axis } : { yAxisIndex: axis }),
    ...(plot.stacked ? { stack: `stack ${axis}` } : {}),
    itemStyle: { color: colour },
  };
  if (kind === "bar") {
    const radius = plot.stacked ? 0 : plot.horizontal ? [0, 3, 3, 0] : [3, 3, 0, 0];
    return {
      ...shared,
      type: "bar" as const,
      barMaxWidth: 44,
      barCategoryGap: "32%",
      barGap: "8%",
      itemStyle: { color: colour, borderRadius: radius },
      emphasis: { itemStyle: { color: colour } },
    };
  }
  return {
    ...shared,
    type: "line" as const,
    lineStyle: { color: colour, width: 2 },
    symbol: "circle",
    symbolSize: some ? 6 : 7,
    showSymbol: some || series.values.length === 1,
    connectNulls: false,
    emphasis: { itemStyle: { color: colour, borderColor: palette.surface, borderWidth: 2 }, lineStyle: { width: 2 } },
  };
}
