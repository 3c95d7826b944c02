import { CronBuilder } from "../../schedule/cron-builder.tsx";
import type { ControlProps } from "./form/form.ts";

/** The schedule with its time zone. */
export function ScheduleField({ form: { draft, change }, error }: ControlProps) {
  return (
    <div className="wide">
      <CronBuilder
        cron={draft.schedule}
        timezone={draft.timezone}
        jitterSeconds={draft.schedule_jitter_seconds}
        onChange={(schedule, timezone) => change({ schedule, timezone })}
      />
      {error && <p className="field-error">{error}</p>}
    </div>
  );
}
