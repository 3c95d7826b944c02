import type { Run } from "../api/types.ts";
import type { Health } from "../pages/pipelines/health.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "good" | "bad" | "warn" | "busy" | "idle";

interface Look {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

const runLooks: Record<Run["status"], Look> = {
  queued: { tone: "idle", icon: "clock", text: "Queued" },
  running: { tone: "busy", icon: "busy", text: "Running" },
  outcome_unknown: { tone: "warn", icon: "clock", text: "Outcome unknown" },
  success: { tone: "good", icon: "check", text: "Succeeded" },
  failed: { tone: "bad", icon: "cross", text: "Failed" },
  cancelled: { tone: "idle", icon: "dash", text: "Cancelled" },
};

export const healthLooks: Record<Health, Look> = {
  healthy: { tone: "good", icon: "check", text: "Healthy" },
  late: { tone: "warn", icon: "clock", text: "Late" },
  failing: { tone: "bad", icon: "cross", text: "Failing" },
  paused: { tone: "idle", icon: "pause", text: "Paused" },
  never_ran: { tone: "idle", icon: "dash", text: "Never ran" },
};

export function Badge({ tone, icon, text, isSpinning = false }: Look & { readonly isSpinning?: boolean }) {
  return (
    <span className={`badge tone-${tone}`}>
      <Icon name={icon} className={isSpinning ? "spin" : ""} />
      {text}
    </span>
  );
}

export function RunBadge({ run }: { readonly run: Pick<Run, "status" | "phase"> }) {
  const look = runLooks[run.status];
  const text = run.phase === "skipped" ? "Skipped, nothing new" : look.text;
  return <Badge {...look} text={text} isSpinning={run.status === "running"} />;
}

export function HealthBadge({ health }: { readonly health: Health }) {
  return <Badge {...healthLooks[health]} />;
}
