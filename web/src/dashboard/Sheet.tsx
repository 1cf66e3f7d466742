import { type CSSProperties, useMemo } from "react";
import type { ControlValue, ViewElement, ViewSheet } from "../api/types.gen";
import { type Settings, valuesFor } from "./settings";
import { TextBox } from "./TextBox";
import { Visual } from "./Visual";

interface Props {
  dashboard: string;
  version: number | undefined;
  sheet: ViewSheet;
  settings: Settings;
  onOpen: (run: string, title: string) => void;
}

/** The grid of a sheet. On a narrow screen it is one column, in reading order. */
export function Sheet({ dashboard, version, sheet, settings, onOpen }: Props) {
  const elements = useMemo(() => {
    const place = (element: ViewElement) => (element.Row ?? 0) * 1000 + (element.Column ?? 0);
    return [...(sheet.Elements ?? [])].sort((a, b) => place(a) - place(b));
  }, [sheet]);
  return (
    <div
      className="sheet"
      id="sheet"
      role="tabpanel"
      aria-label={sheet.Title || sheet.Name}
      style={{ "--columns": sheet.Columns ?? 36 } as CSSProperties}
    >
      {sheet.Description && <p className="sheet-description">{sheet.Description}</p>}
      {elements.length === 0 && <p className="visual-empty">Nothing stands on this sheet yet.</p>}
      {elements.map((element) => (
        <div
          key={element.ElementId}
          className={`place place-${(element.Kind ?? "OTHER").toLowerCase()}`}
          style={placeOf(element)}
        >
          {element.Kind === "TEXT" ? (
            <TextBox element={element} />
          ) : (
            <Placed
              dashboard={dashboard}
              version={version}
              sheet={sheet.SheetId ?? ""}
              element={element}
              values={valuesFor(settings, sheet, element.ElementId ?? "")}
              onOpen={onOpen}
            />
          )}
        </div>
      ))}
    </div>
  );
}

/** Keeps the same values the same array, so that a control that does not filter a visual does not draw it again. */
function Placed(props: Omit<Parameters<typeof Visual>[0], "values"> & { values: ControlValue[] }) {
  const text = JSON.stringify(props.values);
  const values = useMemo(() => JSON.parse(text) as ControlValue[], [text]);
  return <Visual {...props} values={values} />;
}

function placeOf(element: ViewElement): CSSProperties {
  return {
    "--column": (element.Column ?? 0) + 1,
    "--row": (element.Row ?? 0) + 1,
    "--column-span": element.ColumnSpan ?? 12,
    "--row-span": element.RowSpan ?? 8,
  } as CSSProperties;
}
