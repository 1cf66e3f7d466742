import type { ControlValue, DashboardView, ViewControl, ViewSheet } from "../api/types.gen";

/** What the reader has set, by control; a control that was not touched has no entry. */
export type Settings = Readonly<Record<string, ControlValue>>;

/**
 * Sets a control, and with it those of other sheets that show the same: a control for all sheets has an id of its own on
 * each, and the same kind and title.
 */
export function set(settings: Settings, view: DashboardView, control: ViewControl, value: ControlValue): Settings {
  const changed: Record<string, ControlValue> = { ...settings };
  for (const sheet of view.Sheets ?? []) {
    const same = (sheet.Controls ?? []).find((each) =>
      (sheet.Controls ?? []).some((own) => own.ControlId === control.ControlId)
        ? each.ControlId === control.ControlId
        : each.Kind === control.Kind && each.Title === control.Title && each.Multiple === control.Multiple,
    );
    if (same?.ControlId) changed[same.ControlId] = { ...value, ControlId: same.ControlId };
  }
  return changed;
}

/** The values that count for one visual of a sheet: those of the controls that filter it and were touched. */
export function valuesFor(settings: Settings, sheet: ViewSheet, element: string): ControlValue[] {
  return (sheet.Controls ?? [])
    .filter((control) => control.ElementIds?.includes(element))
    .flatMap((control) => settings[control.ControlId ?? ""] ?? []);
}

/** What a control stands at: what the reader has set, else its default. */
export function settingOf(settings: Settings, control: ViewControl): ControlValue {
  return settings[control.ControlId ?? ""] ?? control.Default ?? {};
}
