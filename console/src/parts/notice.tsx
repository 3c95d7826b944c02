import { ApiError } from "@datamantri/client";
import type { ReactNode } from "react";

import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";

/** The API's error and its solution. */
export function ErrorNotice({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const problem = error instanceof ApiError ? error.problem : undefined;
  const isForbidden = problem?.status === 403;
  return (
    <Notice tone={isForbidden ? "warn" : "bad"} title={titleOf(error)}>
      {problem?.detail ?? "The API does not respond. This page tries again by itself."}
      {problem?.solution && <p className="soft">{problem.solution}</p>}
      {onRetry && (
        <p>
          <Button isSmall icon="retry" onClick={onRetry}>
            Try again
          </Button>
        </p>
      )}
    </Notice>
  );
}

function titleOf(error: unknown): string {
  if (!(error instanceof ApiError)) return "No connection";
  if (error.status === 403) return "You may not see this";
  if (error.status === 412) return "Another user changed it";
  return error.status === 404 ? "Not found" : "This did not work";
}

export function Notice({
  tone,
  title,
  children,
}: {
  readonly tone: "good" | "bad" | "warn" | "busy";
  readonly title: string;
  readonly children?: ReactNode;
}) {
  const icons = { good: "check", bad: "cross", warn: "warning", busy: "info" } as const;
  return (
    <div className={`notice tone-${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={icons[tone]} />
      <div>
        <strong>{title}</strong>
        <div>{children}</div>
      </div>
    </div>
  );
}

export function Empty({
  icon,
  title,
  children,
  action,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}

/** Placeholder for rows that load. */
export function Skeleton({ rows = 4 }: { readonly rows?: number }) {
  return (
    <div className="card-body stack" role="status">
      <span className="sr-only">Loading</span>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row} className="skeleton" style={{ width: `${90 - ((row * 17) % 40)}%` }} />
      ))}
    </div>
  );
}
