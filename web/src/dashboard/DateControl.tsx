import Icon from "@cloudscape-design/components/icon";
import { useId, useState } from "react";
import type { ControlValue, ViewControl } from "../api/types.gen";
import { chunk } from "../parts/chunk";

const DatePicker = chunk(() => import("./DatePicker"));

interface Props {
  control: ViewControl;
  value: ControlValue;
  onChange: (value: ControlValue) => void;
}

/** A first and a last day. Until it is opened it is a button that looks like the field. */
export function DateControl({ control, value, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const id = useId();
  const title = control.Title || "Dates";
  const field = (
    <button
      type="button"
      id={id}
      className="date-field"
      aria-haspopup="dialog"
      aria-label={`${title}: ${printed(value)}`}
      onPointerEnter={DatePicker.preload}
      onFocus={DatePicker.preload}
      onClick={() => setOpened(true)}
    >
      <Icon name="calendar" />
      <span>{printed(value)}</span>
    </button>
  );
  return (
    <div className="date-control">
      <label htmlFor={id}>{title}</label>
      {opened ? (
        <DatePicker
          id={id}
          title={title}
          value={{ ...value, ControlId: control.ControlId }}
          onChange={onChange}
          waiting={field}
        />
      ) : (
        field
      )}
    </div>
  );
}

function printed({ From: first, To: last }: ControlValue): string {
  if (first && last) return `${first} — ${last}`;
  if (first) return `From ${first}`;
  return last ? `Until ${last}` : "All days";
}
