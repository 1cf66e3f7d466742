import type { KeyboardEvent } from "react";
import type { ViewSheet } from "../api/types.gen";

interface Props {
  sheets: ViewSheet[];
  active: string;
  onChoose: (sheet: string) => void;
}

/** The tabs of the sheets. Arrow keys move, as in every tab list. */
export function SheetTabs({ sheets, active, onChoose }: Props) {
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = sheets.findIndex((sheet) => sheet.SheetId === active);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (at + step + sheets.length) % sheets.length;
    onChoose(sheets[next]?.SheetId ?? "");
    event.currentTarget.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  };
  return (
    <div className="sheet-tabs" role="tablist" aria-label="Sheets" onKeyDown={move}>
      {sheets.map((sheet) => {
        const selected = sheet.SheetId === active;
        return (
          <button
            key={sheet.SheetId}
            type="button"
            role="tab"
            id={`tab-${sheet.SheetId}`}
            aria-selected={selected}
            aria-controls="sheet"
            tabIndex={selected ? 0 : -1}
            onClick={() => onChoose(sheet.SheetId ?? "")}
          >
            {sheet.Name || sheet.Title || "Sheet"}
          </button>
        );
      })}
    </div>
  );
}
