import * as tokens from "@cloudscape-design/design-tokens";

/** The colours of a chart under the theme in force, as values that a canvas takes. */
export interface Palette {
  series: string[];
  text: string;
  strong: string;
  grid: string;
  axis: string;
  surface: string;
  font: string;
}

const series = [
  tokens.colorChartsPaletteCategorical1,
  tokens.colorChartsPaletteCategorical2,
  tokens.colorChartsPaletteCategorical3,
  tokens.colorChartsPaletteCategorical4,
  tokens.colorChartsPaletteCategorical5,
  tokens.colorChartsPaletteCategorical6,
  tokens.colorChartsPaletteCategorical7,
  tokens.colorChartsPaletteCategorical8,
  tokens.colorChartsPaletteCategorical9,
  tokens.colorChartsPaletteCategorical10,
];

/** The colour of a series as a style sheet's value; it follows the theme by itself. */
export const seriesColour = (index: number): string => series[index % series.length] ?? "currentcolor";

/** Reads the palette off the page. */
export function readPalette(): Palette {
  const probe = document.createElement("span");
  document.body.append(probe);
  const value = (property: "color" | "fontFamily", token: string) => {
    probe.style[property] = token;
    return getComputedStyle(probe)[property];
  };
  const palette: Palette = {
    series: series.map((token) => value("color", token)),
    text: value("color", tokens.colorTextBodySecondary),
    strong: value("color", tokens.colorTextBodyDefault),
    grid: value("color", tokens.colorChartsLineGrid),
    axis: value("color", tokens.colorChartsLineAxis),
    surface: value("color", tokens.colorBackgroundContainerContent),
    font: value("fontFamily", tokens.fontFamilyBase),
  };
  probe.remove();
  return palette;
}
