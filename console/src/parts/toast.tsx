/** What an action came to, told in a corner and to screen readers. */
import { ApiError } from "@datamantri/client";
import { createContext, use, useCallback, useState, type ReactNode } from "react";

import { Button } from "./button.tsx";
import { Icon } from "./icon.tsx";

interface Toast {
  readonly id: number;
  readonly tone: "good" | "bad";
  readonly text: string;
}

/** A good word goes by itself; a problem stays until it is put away. */
const shownMs = 5_000;

const Tell = createContext<(tone: Toast["tone"], text: string) => void>(() => {});

export function Toasts({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const remove = useCallback((id: number) => setToasts((all) => all.filter((toast) => toast.id !== id)), []);
  const tell = useCallback(
    (tone: Toast["tone"], text: string) => {
      const id = Math.random();
      setToasts((all) => [...all.slice(-3), { id, tone, text }]);
      if (tone === "good") setTimeout(() => remove(id), shownMs);
    },
    [remove],
  );
  return (
    <Tell value={tell}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {toasts.map(({ id, tone, text }) => (
          <div key={id} className="toast">
            <span className={`badge tone-${tone}`}>
              <Icon name={tone === "good" ? "check" : "cross"} />
              {tone === "good" ? "Done" : "Failed"}
            </span>
            <span>{text}</span>
            <Button kind="quiet" isSmall icon="cross" aria-label="Dismiss" onClick={() => remove(id)} />
          </div>
        ))}
      </div>
    </Tell>
  );
}

export function useTell() {
  return use(Tell);
}

/** Of a mutation that failed. */
export function toText(error: unknown): string {
  return error instanceof ApiError ? error.message : "The API does not answer; try again.";
}
