import type { System } from "../../api/types.ts";
import { formatBytes, formatCount, formatShort } from "../../format/numbers.ts";
import { formatHour } from "../../format/times.ts";
import { Bars } from "../../parts/bars.tsx";
import { ChartData } from "../../parts/chart-data.tsx";
import { Card } from "../../parts/page.tsx";

/** Rows and bytes moved within 24 hours. */
export function ThroughputCard({ throughput }: { readonly throughput: NonNullable<System["throughput"]> }) {
  const hours = throughput.map((hour) => ({ ...hour, at: Date.parse(hour.hour) }));
  const sum = (of: (hour: (typeof hours)[number]) => number) => hours.reduce((total, hour) => total + of(hour), 0);
  const failed = sum((hour) => hour.failed);
  return (
    <Card title="Throughput" end={<span className="faint small">24 hours, by the hour a run ended in</span>}>
      <div className="card-body">
        <div className="bar-row">
          <Bars
            name="Rows loaded"
            sum={formatShort(sum((hour) => hour.rows_loaded))}
            slots={hours}
            of={(hour) => hour.rows_loaded}
          />
          <Bars
            name="Runs"
            sum={`${formatCount(sum((hour) => hour.runs))}${failed > 0 ? `, ${formatCount(failed)} failed` : ""}`}
            slots={hours}
            of={(hour) => hour.runs}
            failedOf={(hour) => hour.failed}
          />
          <Bars
            name="Bytes billed"
            sum={formatBytes(sum((hour) => hour.bytes_billed))}
            slots={hours}
            of={(hour) => hour.bytes_billed}
          />
        </div>
        <ChartData
          heads={["Hour", "Rows loaded", "Runs", "Failed", "Bytes billed"]}
          rows={hours.map((hour) => [
            formatHour(hour.at),
            formatCount(hour.rows_loaded),
            formatCount(hour.runs),
            formatCount(hour.failed),
            formatBytes(hour.bytes_billed),
          ])}
        />
      </div>
    </Card>
  );
}
