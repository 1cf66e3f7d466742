import { useSyncExternalStore } from "react";

function bound(most: number) {
  const query = matchMedia(`(max-width: ${most}px)`);
  const watch = (listener: () => void) => {
    query.addEventListener("change", listener);
    return () => query.removeEventListener("change", listener);
  };
  return () => useSyncExternalStore(watch, () => query.matches);
}

// The same bounds as in the style sheets.

/** Whether the window is as narrow as a telephone. */
export const useNarrow = bound(688);

/** Whether a panel at the side lies over the page, and not beside it. */
export const usePanelCovers = bound(1100);
