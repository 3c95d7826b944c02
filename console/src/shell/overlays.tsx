/** Overlays of a page. */
export { Toasts } from "../parts/toasts.tsx";
export { ConfirmDialog } from "../session/confirm-dialog.tsx";
export { CommandPalette } from "./command-palette.tsx";
