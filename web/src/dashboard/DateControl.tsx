import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import FormField from "@cloudscape-design/components/form-field";
import type { ControlValue, ViewControl } from "../api/types.gen";

interface Props {
  control: ViewControl;
  value: ControlValue;
  onChange: (value: ControlValue) => void;
}

/** A first and a last day. */
export function DateControl({ control, value, onChange }: Props) {
  const range: DateRangePickerProps.Value | null =
    value.From || value.To ? { type: "absolute", startDate: value.From ?? "", endDate: value.To ?? "" } : null;
  return (
    <FormField label={control.Title || "Dates"}>
      <DateRangePicker
        value={range}
        onChange={({ detail }) => {
          const picked = detail.value;
          onChange(
            picked?.type === "absolute"
              ? { ControlId: control.ControlId, From: picked.startDate || undefined, To: picked.endDate || undefined }
              : { ControlId: control.ControlId },
          );
        }}
        relativeOptions={[]}
        rangeSelectorMode="absolute-only"
        dateOnly
        placeholder="All days"
        expandToViewport
        isValidRange={(picked) =>
          picked?.type === "absolute" && picked.startDate > picked.endDate
            ? { valid: false, errorMessage: "The last day comes before the first." }
            : { valid: true }
        }
      />
    </FormField>
  );
}
