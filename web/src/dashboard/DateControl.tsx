import Icon from "@cloudscape-design/components/icon";
import { lazy, Suspense, useId, useState } from "react";
import type { ControlValue, ViewControl } from "../api/types.gen";

const load = () => import("./DatePicker");
const DatePicker = lazy(load);

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
      onPointerEnter={load}
      onFocus={load}
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
        <Suspense fallback={field}>
          <DatePicker id={id} title={title} value={{ ...value, ControlId: control.ControlId }} onChange={onChange} />
        </Suspense>
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
