/** Dark or light theme: the reader's choice, otherwise the system's. A preference, so it may be stored. */
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark";

const key = "datamantri.theme";
const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function chosen(): Theme | null {
  const value = localStorage.getItem(key);
  return value === "light" || value === "dark" ? value : null;
}

function theme(): Theme {
  return chosen() ?? (system.matches ? "dark" : "light");
}

/** Applies the theme to the page; called before the first paint, and at each change. */
export function applyTheme(): void {
  document.documentElement.dataset.theme = theme();
  for (const listener of listeners) listener();
}

system.addEventListener("change", applyTheme);

export function useTheme(): readonly [Theme, (next: Theme) => void] {
  const now = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, theme);
  return [
    now,
    (next) => {
      localStorage.setItem(key, next);
      applyTheme();
    },
  ];
}
