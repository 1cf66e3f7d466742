/** The colours of a chart under the theme in force, as values that a canvas takes. */
export interface Palette {
  series: string[];
  text: string;
  grid: string;
  axis: string;
  surface: string;
  font: string;
}

/** How many colours palette.css has for series; after the last one they begin anew. */
const colours = 10;

const property = (index: number) => `--chart-${(index % colours) + 1}`;

/** The colour of a series as a style sheet's value; it follows the theme by itself. */
export const seriesColour = (index: number): string => `var(${property(index)})`;

/** Reads the palette off the page. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return {
    series: Array.from({ length: colours }, (_, index) => value(property(index))),
    text: value("--chart-text"),
    grid: value("--chart-grid"),
    axis: value("--chart-axis"),
    surface: value("--chart-surface"),
    font: style.fontFamily,
  };
}
