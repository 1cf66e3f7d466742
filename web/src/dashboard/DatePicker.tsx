import DateRangePicker, { type DateRangePickerProps } from "@cloudscape-design/components/date-range-picker";
import { useEffect, useRef } from "react";
import type { ControlValue } from "../api/types.gen";

// Cloudscape's provider of texts brings a parser of message formats that weighs more than this whole control.
const texts: DateRangePickerProps.I18nStrings = {
  absoluteModeTitle: "Days",
  cancelButtonLabel: "Cancel",
  clearButtonLabel: "All days",
  applyButtonLabel: "Apply",
  startDateLabel: "First day",
  endDateLabel: "Last day",
  isoDateConstraintText: "Write days as YYYY-MM-DD.",
  isoDatePlaceholder: "YYYY-MM-DD",
  todayAriaLabel: "Today",
  nextMonthAriaLabel: "Next month",
  previousMonthAriaLabel: "Previous month",
  errorIconAriaLabel: "Error",
  renderSelectedAbsoluteRangeAriaLive: (first, last) => `From ${first} to ${last}`,
};

interface Props {
  id: string;
  title: string;
  value: ControlValue;
  onChange: (value: ControlValue) => void;
}

/** The calendar of a date control. It is loaded when somebody opens it, and opens as it comes. */
export default function DatePicker({ id, title, value, onChange }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const trigger = place.current?.querySelector("button");
    trigger?.focus();
    trigger?.click();
  }, []);
  const range: DateRangePickerProps.Value | null =
    value.From || value.To ? { type: "absolute", startDate: value.From ?? "", endDate: value.To ?? "" } : null;
  return (
    <div ref={place}>
      <DateRangePicker
        controlId={id}
        value={range}
        onChange={({ detail }) => {
          const picked = detail.value;
          const { ControlId } = value;
          onChange(
            picked?.type === "absolute"
              ? { ControlId, From: picked.startDate || undefined, To: picked.endDate || undefined }
              : { ControlId },
          );
        }}
        relativeOptions={[]}
        rangeSelectorMode="absolute-only"
        dateOnly
        locale="en"
        absoluteFormat="iso"
        dateInputFormat="iso"
        i18nStrings={{ ...texts, ariaLabel: title }}
        placeholder="All days"
        expandToViewport
        isValidRange={(picked) =>
          picked?.type === "absolute" && picked.startDate > picked.endDate
            ? { valid: false, errorMessage: "The last day comes before the first." }
            : { valid: true }
        }
      />
    </div>
  );
}
