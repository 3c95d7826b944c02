/** What lies over a page, when it is called. */
export { Toasts } from "../parts/toasts.tsx";
export { CommandPalette } from "./command-palette.tsx";
