import type { Chart, KPIChart, Series, Tick, TrendPoint } from "../src/api/types.gen";

const noise = (i: number, seed: number) => {
  const x = Math.sin(i * 12.9898 + seed * 78.233) * 43758.5453;
  return x - Math.floor(x);
};

const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const months = Array.from({ length: 48 }, (_, i) => `${names[i % 12]} ${2018 + Math.floor(i / 12)}`);

const ticks = (step: number, count: number, print: (value: number) => string): Tick[] =>
  Array.from({ length: count + 1 }, (_, i) => ({ value: i * step, text: print(i * step) }));

const series = (name: string, values: number[], print: (value: number) => string): Series => ({
  name,
  values,
  texts: values.map(print),
});

const grouped = (value: number) => Math.round(value).toLocaleString("en");

function line(
  title: string,
  values: number[],
  step: number,
  count: number,
  print: (v: number) => string,
  name: string,
): Chart {
  return {
    kind: "line",
    plot: {
      category: { title: "Month", labels: months, time: true },
      value: { title, min: 0, max: step * count, ticks: ticks(step, count, print) },
      series: [series(name, values, print)],
      legend: false,
    },
  };
}

function kpi(
  label: string,
  group: string,
  text: string,
  against: string,
  change: string,
  other: string,
  trend: TrendPoint[],
): Chart {
  const chart: KPIChart = {
    label,
    group,
    value: Number(text),
    text,
    comparison: { label: against, text: other, change, direction: change.startsWith("+") ? "up" : "down" },
    trend,
  };
  return { kind: "kpi", kpi: chart };
}

const index = months.map((_, i) => 16 + 5 * noise(i, 1) + (i === 26 ? 41 : i === 27 ? 25 : i > 24 && i < 34 ? 12 : 0));
const complaints = months.map((_, i) => 92 + 30 * noise(i, 2) + (i > 24 && i < 36 ? 48 : 0));
const products: [string, number][] = [
  ["Credit reporting or other personal consumer reports", 2143],
  ["Debt collection", 1127],
  ["Mortgage", 846],
  ["Credit card or prepaid card", 691],
  ["Checking or savings account", 588],
  ["Student loan", 264],
  ["Vehicle loan or lease", 171],
  ["Money transfer or virtual currency", 148],
];
const grades: [string, number][] = [
  ["A", 118],
  ["B", 402],
  ["C", 731],
  ["D", 604],
  ["E", 377],
  ["F", 152],
  ["G", 46],
];
const states = [
  "CA",
  "TX",
  "FL",
  "NY",
  "GA",
  "IL",
  "PA",
  "NJ",
  "NC",
  "OH",
  "VA",
  "MD",
  "AZ",
  "MI",
  "WA",
  "MA",
  "CO",
  "TN",
  "MO",
  "SC",
];
const nervous = states.map((_, i) => 2.9 * 0.87 ** i + 0.3 * noise(i, 4));
const calm = nervous.map((value, i) => value * (0.58 + 0.12 * noise(i, 5)));

export const charts: Record<string, Chart> = {
  "complaints-headline": kpi("Complaints a day", "nervous", "0.72", "nervous against calm", "+60.0%", "0.45", [
    { label: "calm", value: 0.45, text: "0.45" },
    { label: "nervous", value: 0.72, text: "0.72" },
  ]),
  "loans-headline": kpi("Loans gone bad", "nervous", "3.84", "nervous against calm", "+41.2%", "2.72", [
    { label: "calm", value: 2.72, text: "2.72" },
    { label: "nervous", value: 3.84, text: "3.84" },
  ]),
  "index-headline": kpi(
    "Mean close",
    "Dec 2021",
    "21.4",
    "Dec 2021 against Nov 2021",
    "-3.2%",
    "22.1",
    index.map((value, i) => ({ label: months[i] ?? "", value, text: value.toFixed(1) })),
  ),
  "index-by-month": line("Mean close", index, 10, 7, (v) => v.toFixed(v % 10 === 0 ? 0 : 1), "Mean close"),
  "complaints-by-month": line("Complaints", complaints.map(Math.round), 50, 4, grouped, "Complaints"),
  "complaints-by-product": {
    kind: "bar",
    plot: {
      horizontal: true,
      category: { title: "Product", labels: products.map(([name]) => name) },
      value: { title: "Complaints", min: 0, max: 2500, ticks: ticks(500, 5, grouped) },
      series: [
        series(
          "Complaints",
          products.map(([, count]) => count),
          grouped,
        ),
      ],
      legend: false,
    },
  },
  "loans-by-grade": {
    kind: "bar",
    plot: {
      category: { title: "Grade", labels: grades.map(([name]) => name) },
      value: { title: "Loans", min: 0, max: 800, ticks: ticks(200, 4, grouped) },
      series: [
        series(
          "Loans",
          grades.map(([, count]) => count),
          grouped,
        ),
      ],
      legend: false,
    },
  },
  "states-chart": {
    kind: "bar",
    notes: ["Showing the first 20 of 51 categories, the limit CategoryItemsLimit."],
    plot: {
      category: { title: "State", labels: states },
      value: { title: "Complaints a day", min: 0, max: 4, ticks: ticks(1, 4, String) },
      series: [series("calm", calm, (v) => v.toFixed(2)), series("nervous", nervous, (v) => v.toFixed(2))],
      legend: true,
    },
  },
  "states-table": {
    kind: "table",
    table: {
      columns: [
        { title: "State" },
        { title: "Markets" },
        { title: "Complaints a day", number: true },
        { title: "Loans gone bad a month", number: true },
      ],
      rows: Array.from({ length: 102 }, (_, i) => [
        states[Math.floor(i / 2) % 20] ?? "",
        i % 2 === 0 ? "calm" : "nervous",
        (0.2 + 3 * noise(i, 7)).toFixed(2),
        (1 + 60 * noise(i, 8)).toFixed(2),
      ]),
    },
  },
};

export const options: Chart = {
  kind: "values",
  values: [...states].sort().map((state) => ({ value: state, text: state })),
};
