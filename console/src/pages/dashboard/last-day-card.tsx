import type { Run } from "../../api/types.ts";
import { formatBytes, formatCost, formatCount, formatShort } from "../../format/numbers.ts";
import { formatHour } from "../../format/times.ts";
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
            hours={hours}
            of={(hour) => hour.runs}
            failedOf={(hour) => hour.failed}
          />
          <Bars name="Rows loaded" sum={formatShort(sum((hour) => hour.rows))} hours={hours} of={(hour) => hour.rows} />
          <Bars
            name="Bytes billed"
            sum={formatBytes(sum((hour) => hour.bytes))}
            hours={hours}
            of={(hour) => hour.bytes}
          />
          <Bars
            name="BigQuery cost"
            sum={formatCost(sum((hour) => hour.cost))}
            hours={hours}
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

const width = 240;
const height = 72;
const slot = width / 24;

function Bars({
  name,
  sum,
  hours,
  of,
  failedOf = () => 0,
}: {
  readonly name: string;
  readonly sum: string;
  readonly hours: readonly Hour[];
  readonly of: (hour: Hour) => number;
  readonly failedOf?: (hour: Hour) => number;
}) {
  const top = Math.max(1e-9, ...hours.map(of));
  const sizeOf = (value: number) => (value === 0 ? 0 : Math.max(2, (value / top) * (height - 4)));
  return (
    <figure className="bars">
      <figcaption className="soft small">
        {name}
        <div className="sum">{sum}</div>
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${name}: ${sum}`}>
        <line className="axis-line" x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
        {hours.map((hour, index) => {
          const size = sizeOf(of(hour));
          const bad = of(hour) === 0 ? 0 : (failedOf(hour) / of(hour)) * size;
          const place = { x: index * slot + 1, width: slot - 2 };
          return (
            <g key={hour.at}>
              <rect {...place} className="bar" y={height - size} height={size} />
              {bad > 0 && <rect {...place} className="fill-failed" y={height - bad} height={bad} />}
            </g>
          );
        })}
      </svg>
      <span className="axis" aria-hidden="true">
        <span>{formatHour(hours[0]!.at)}</span>
        <span>{formatHour(hours[12]!.at)}</span>
        <span>now</span>
      </span>
    </figure>
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
      rows: within.reduce((total, run) => total + run.records_processed, 0),
      bytes: within.reduce((total, run) => total + (run.bytes_billed ?? 0), 0),
      cost: within.reduce((total, run) => total + (run.cost_usd ?? 0), 0),
    };
  });
}
