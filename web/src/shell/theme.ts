import { applyMode, Mode } from "@cloudscape-design/global-styles";
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const key = "interlaken.theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function kept(): Theme | null {
  try {
    const text = localStorage.getItem(key);
    return text === "light" || text === "dark" ? text : null;
  } catch {
    return null; // storage may be forbidden
  }
}

let chosen = kept();
let current: Theme = "light";

function apply() {
  current = chosen ?? (system.matches ? "dark" : "light");
  applyMode(current === "dark" ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = current;
  for (const listener of listeners) listener();
}

/** Puts the theme on before the first paint, and follows the system's until one is chosen. */
export function startTheme(): void {
  apply();
  system.addEventListener("change", apply);
}

/** Chooses a theme and keeps it in this browser. */
export function chooseTheme(theme: Theme): void {
  chosen = theme;
  try {
    localStorage.setItem(key, theme);
  } catch {
    // It holds for this page alone.
  }
  apply();
}

export function useTheme(): Theme {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}
