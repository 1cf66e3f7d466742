import Button from "@cloudscape-design/components/button";
import type { DashboardView, ViewControl, ViewSheet } from "../api/types.gen";
import { DateControl } from "./DateControl";
import { ListControl } from "./ListControl";
import { type Settings, set, settingOf } from "./settings";

interface Props {
  view: DashboardView;
  sheet: ViewSheet;
  settings: Settings;
  onChange: (settings: Settings) => void;
}

/** The bar of a sheet's controls. */
export function Controls({ view, sheet, settings, onChange }: Props) {
  const controls = sheet.Controls ?? [];
  if (controls.length === 0) return null;
  const change = (control: ViewControl) => (value: Parameters<typeof set>[3]) =>
    onChange(set(settings, view, control, value));
  return (
    <section className="controls" aria-label="Controls">
      {controls.map((control) => {
        const value = settingOf(settings, control);
        return (
          <div key={control.ControlId} className="control">
            {control.Kind === "DATERANGE" ? (
              <DateControl control={control} value={value} onChange={change(control)} />
            ) : (
              <ListControl view={view} sheet={sheet} control={control} value={value} onChange={change(control)} />
            )}
          </div>
        );
      })}
      <div className="control-reset">
        <Button variant="inline-link" disabled={Object.keys(settings).length === 0} onClick={() => onChange({})}>
          Reset
        </Button>
      </div>
    </section>
  );
}
