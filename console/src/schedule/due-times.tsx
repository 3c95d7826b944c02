import type { components } from "@datamantri/client";

import { formatInZone } from "../format/times.ts";
import { Notice } from "../parts/notice.tsx";
import { Time } from "../parts/time.tsx";

/** The next due times, in the schedule's zone and in UTC, and their warnings. */
export function DueTimes({
  preview: { next, warnings },
  timezone,
}: {
  readonly preview: components["schemas"]["SchedulePreview"];
  readonly timezone: string;
}) {
  return (
    <>
      {warnings.map(({ code, message }) =>
        // Chosen, and no surprise.
        code === "jitter" ? (
          <p key={code} className="soft">
            {message}
          </p>
        ) : (
          <Notice key={code} tone="warn" title="Look at this">
            {message}
          </Notice>
        ),
      )}
      <ol className="dues" aria-label="Next due times">
        {next.map((due) => (
          <li key={due}>
            <span>{formatInZone(due, timezone)}</span>
            {timezone !== "UTC" && <span className="faint">{formatInZone(due, "UTC")} UTC</span>}
            <span className="faint">
              <Time at={due} />
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}
