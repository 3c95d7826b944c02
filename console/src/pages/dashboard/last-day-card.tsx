import type { Run } from "../../api/types.ts";
import { formatBytes, formatCost, formatCount, formatShort } from "../../format/numbers.ts";
import { rowsOfItsOwn } from "../../format/run-words.ts";
import { formatHour } from "../../format/times.ts";
import { Bars } from "../../parts/bars.tsx";
import { ChartData } from "../../parts/chart-data.tsx";
import { Card } from "../../parts/page.tsx";

const hourMs = 3_600_000;

interface Hour {
  readonly at: number;
  readonly runs: number;
  readonly failed: number;
  readonly rows: number;
  readonly bytes: number;
  readonly cost: number;
}

/** The last 24 hours, hour by hour. */
export function LastDayCard({
  runs,
  isWhole,
  since,
}: {
  readonly runs: readonly Run[];
  readonly isWhole: boolean;
  readonly since: number;
}) {
  const hours = toHours(runs, since);
  const sum = (of: (hour: Hour) => number) => hours.reduce((total, hour) => total + of(hour), 0);
  const failed = sum((hour) => hour.failed);
  return (
    <Card
      title="Last 24 hours"
      end={<span className="faint small">{isWhole ? "by the hour a run began in" : "the newest 2,000 runs only"}</span>}
    >
      <div className="card-body">
        <div className="bar-row">
          <Bars
            name="Runs"
            sum={`${formatCount(runs.length)}${failed > 0 ? `, ${failed} failed` : ""}`}
            slots={hours}
            of={(hour) => hour.runs}
            failedOf={(hour) => hour.failed}
          />
          <Bars name="Rows loaded" sum={formatShort(sum((hour) => hour.rows))} slots={hours} of={(hour) => hour.rows} />
          <Bars
            name="Bytes billed"
            sum={formatBytes(sum((hour) => hour.bytes))}
            slots={hours}
            of={(hour) => hour.bytes}
          />
          <Bars
            name="BigQuery cost"
            sum={formatCost(sum((hour) => hour.cost))}
            slots={hours}
            of={(hour) => hour.cost}
          />
        </div>
        <ChartData
          heads={["Hour", "Runs", "Failed", "Rows loaded", "Bytes billed", "Cost"]}
          rows={hours.map((hour) => [
            formatHour(hour.at),
            hour.runs,
            hour.failed,
            formatCount(hour.rows),
            formatBytes(hour.bytes),
            formatCost(hour.cost),
          ])}
        />
      </div>
    </Card>
  );
}

function toHours(runs: readonly Run[], since: number): Hour[] {
  return Array.from({ length: 24 }, (_, index) => {
    const at = since + index * hourMs;
    const within = runs.filter(({ start_time }) => {
      const ms = Date.parse(start_time);
      return ms >= at && ms < at + hourMs;
    });
    return {
      at,
      runs: within.length,
      failed: within.filter(({ status }) => status === "failed").length,
      rows: within.reduce((total, run) => total + rowsOfItsOwn(run), 0),
      bytes: within.reduce((total, run) => total + (run.bytes_billed ?? 0), 0),
      cost: within.reduce((total, run) => total + (run.cost_usd ?? 0), 0),
    };
  });
}
