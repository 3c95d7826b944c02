/** Shows outcomes of actions in a corner of the window, and announces them to screen readers. */
import { ApiError } from "@datamantri/client";
import { Toast } from "@base-ui/react/toast";

export type ToastTone = "good" | "bad";

export const toasts = Toast.createToastManager();

/** A success disappears after a while; a failure stays until it is dismissed, and is announced at once. */
export function tell(tone: ToastTone, text: string): void {
  const stays = { timeout: 0, priority: "high" } as const;
  toasts.add({ type: tone, description: text, ...(tone === "bad" && stays) });
}

export function tellFailure(error: unknown, before = ""): void {
  tell("bad", before + (error instanceof ApiError ? error.message : "The API does not respond; try again."));
}
