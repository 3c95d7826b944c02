/** Overlays of a page. */
export { Toasts } from "../parts/toasts.tsx";
export { CommandPalette } from "./command-palette.tsx";
