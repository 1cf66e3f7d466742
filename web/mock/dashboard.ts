import type { ControlValue, DashboardView, ElementKind, ViewControl, ViewElement } from "../src/api/types.gen";
import { accounts, now } from "./people";

/** The data sources of each visual. */
export const needs: Record<string, string[]> = {
  "complaints-headline": ["retail", "investment", "risk"],
  "loans-headline": ["retail", "investment", "risk"],
  "index-headline": ["investment"],
  "index-by-month": ["investment"],
  "complaints-by-month": ["retail"],
  "complaints-by-product": ["retail"],
  "loans-by-grade": ["risk"],
  "states-chart": ["retail", "investment", "risk"],
  "states-table": ["retail", "investment", "risk"],
};

type Place = [column: number, row: number, columns: number, rows: number];

const visual = (id: string, kind: ElementKind, title: string, subtitle: string, place: Place): ViewElement => ({
  ElementId: id,
  Kind: kind,
  Title: title,
  Subtitle: subtitle,
  DataSourceIds: needs[id],
  Column: place[0],
  Row: place[1],
  ColumnSpan: place[2],
  RowSpan: place[3],
});

const overview: ViewElement[] = [
  {
    ElementId: "question",
    Kind: "TEXT",
    Column: 0,
    Row: 0,
    ColumnSpan: 36,
    RowSpan: 4,
    Text: [
      {
        Level: 1,
        Runs: [
          {
            Text: "Do complaints rise and do loans go bad, in states and months where markets are nervous?",
            Bold: true,
          },
        ],
      },
      {
        Level: 0,
        Runs: [
          {
            Text: "Each figure was computed in the account that owns its data, on that account's bill; the headline joins three of them. Time is generated, and with it the effect; mixes and index are real.",
          },
        ],
      },
    ],
  },
  visual(
    "complaints-headline",
    "KPI",
    "Complaints a day, nervous against calm markets",
    "An average of the states that are large enough",
    [0, 4, 12, 7],
  ),
  visual(
    "loans-headline",
    "KPI",
    "Loans gone bad a month, nervous against calm markets",
    "An average of the states that are large enough",
    [12, 4, 12, 7],
  ),
  visual(
    "index-headline",
    "KPI",
    "Volatility index, last month",
    "Mean close of a month, against the month before",
    [24, 4, 12, 7],
  ),
  visual(
    "index-by-month",
    "LINE",
    "Volatility index by month",
    "Nervous is a mean close of 20 or more",
    [0, 11, 18, 11],
  ),
  visual(
    "complaints-by-month",
    "LINE",
    "Complaints by month",
    "All products and states of the filter",
    [18, 11, 18, 11],
  ),
  visual("complaints-by-product", "BAR", "Complaints by product", "What people complain about", [0, 22, 18, 12]),
  visual("loans-by-grade", "BAR", "Loans gone bad by grade", "Grade A is the safest", [18, 22, 18, 12]),
];

const states: ViewElement[] = [
  visual("states-chart", "BAR", "Complaints a day by state", "Nervous and calm markets side by side", [0, 0, 36, 12]),
  visual(
    "states-table",
    "TABLE",
    "State by state",
    "Averages of months with nervous and with calm markets",
    [0, 12, 36, 16],
  ),
];

function controls(sheet: string, elements: ViewElement[]): ViewControl[] {
  const all = elements.filter((each) => each.Kind !== "TEXT").map((each) => each.ElementId ?? "");
  const byState = all.filter((id) => !id.startsWith("index"));
  const dates: ControlValue = { ControlId: `${sheet}-dates`, From: "2018-01-01", To: "2021-12-31" };
  return [
    { ControlId: `${sheet}-dates`, Kind: "DATERANGE", Title: "Dates", Default: dates, ElementIds: all },
    {
      ControlId: `${sheet}-states`,
      Kind: "LIST",
      Title: "State",
      Multiple: true,
      Default: { ControlId: `${sheet}-states` },
      ElementIds: byState,
    },
  ];
}

export const view: DashboardView = {
  DashboardId: "nervous-markets",
  Name: "Nervous markets",
  VersionNumber: 1,
  UpdatedAt: now() - 7400,
  Sources: accounts.map((each) => ({
    DataSourceId: each.source,
    Name: each.name,
    AccountId: each.id,
    AccountName: each.name,
  })),
  Sheets: [
    {
      SheetId: "overview",
      Name: "Overview",
      Columns: 36,
      Controls: controls("overview", overview),
      Elements: overview,
    },
    { SheetId: "states", Name: "States", Columns: 36, Controls: controls("states", states), Elements: states },
  ],
};
