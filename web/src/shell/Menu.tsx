import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { followsInside, useRouter } from "./router";

/** A place to go to, or something to do. */
export interface MenuItem {
  text: string;
  href?: string;
  act?: () => void;
  /** Shown on narrow screens alone, where the bar has no room for it. */
  narrow?: boolean;
}

interface Props {
  label: string;
  icon?: ReactNode;
  /** A line above the items. */
  note?: string;
  items: MenuItem[];
}

/** A button that opens a list, with the keys that menus have: arrows, Home, End, Escape. */
export function Menu({ label, icon, note, items }: Props) {
  const { go } = useRouter();
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  const choices = () =>
    [...(place.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])].filter(
      (each) => each.offsetParent !== null,
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: the first choice takes the focus when the list opens.
  useEffect(() => {
    if (open) choices()[0]?.focus();
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open) return;
    const all = choices();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (next[event.key] !== undefined) {
      event.preventDefault();
      all[next[event.key] ?? 0]?.focus();
    }
  };
  const onBlur = (event: FocusEvent) => {
    if (!place.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the menu in it.
    <div className="menu" ref={place} onKeyDown={onKeyDown} onBlur={onBlur}>
      <button
        type="button"
        className="top-button"
        ref={button}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {icon}
        <span className={icon ? "menu-label menu-label-wide" : "menu-label"}>{label}</span>
        <svg viewBox="0 0 10 10" aria-hidden="true" className="menu-arrow">
          <path d="M1 3h8L5 8Z" />
        </svg>
      </button>
      {open && (
        <div className="menu-list">
          {note && <p className="menu-note">{note}</p>}
          <div id={id} role="menu" aria-label={label}>
            {items.map((item) => (
              <a
                key={item.text}
                role="menuitem"
                tabIndex={-1}
                className={item.narrow ? "menu-narrow" : undefined}
                href={item.href ?? "/"}
                onClick={(event) => {
                  if (item.href && !followsInside(event)) return;
                  event.preventDefault();
                  close();
                  if (item.act) item.act();
                  else if (item.href) go(item.href);
                }}
              >
                {item.text}
              </a>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
