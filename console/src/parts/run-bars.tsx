import { useNavigate } from "@tanstack/react-router";

import type { Run } from "../api/types.ts";
import { durationOf } from "../format/run-words.ts";

const height = 22;
const barWidth = 5;
const gap = 2;
const shownCount = 12;

/** The last runs, oldest first: height is the duration, colour the outcome. The table beside it has the same data. */
export function RunBars({ runs }: { readonly runs: readonly Run[] }) {
  const navigate = useNavigate();
  const shown = runs.slice(0, shownCount).toReversed();
  const now = Date.now();
  const longest = Math.max(1, ...shown.map((run) => durationOf(run, now)));
  const failed = shown.filter(({ status }) => status === "failed").length;
  const label = shown.length === 0 ? "No runs" : `Last ${shown.length} runs, ${failed} failed`;
  return (
    <svg className="run-bars" width={shownCount * (barWidth + gap)} height={height} role="img" aria-label={label}>
      {shown.map((run, index) => {
        const size = Math.max(3, Math.sqrt(durationOf(run, now) / longest) * height);
        return (
          <rect
            key={run.id}
            className={`fill-${run.status}`}
            x={(shownCount - shown.length + index) * (barWidth + gap)}
            y={height - size}
            width={barWidth}
            height={size}
            rx={1}
            onClick={() => void navigate({ to: "/runs/$runId", params: { runId: run.id } })}
          >
            <title>{run.status}</title>
          </rect>
        );
      })}
    </svg>
  );
}
