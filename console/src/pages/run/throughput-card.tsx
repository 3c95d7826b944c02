import type { RunDetail } from "../../api/types.ts";
import { formatCount, formatShort } from "../../format/numbers.ts";
import { isOpen } from "../../format/run-words.ts";
import { formatClock } from "../../format/times.ts";
import { ChartData } from "../../parts/chart-data.tsx";
import { Card } from "../../parts/page.tsx";
import type { Sample } from "./use-samples.ts";

const width = 600;
const height = 140;
const floor = 122;

/** Rows per second between two samples. */
interface Point {
  readonly at: number;
  readonly rate: number;
}

export function ThroughputCard({ samples, run }: { readonly samples: readonly Sample[]; readonly run: RunDetail }) {
  const points = toPoints(samples);
  if (points.length < 2 && !isOpen(run)) return null;
  return (
    <Card title="Throughput" end={<span className="faint small">rows per second, while this page was open</span>}>
      <div className="card-body">
        {points.length < 2 ? (
          <p className="soft">No rows loaded yet.</p>
        ) : (
          <>
            <Plot points={points} />
            <ChartData
              heads={["Time", "Rows per second", "Rows loaded"]}
              rows={points.map(({ at, rate }, index) => [
                formatClock(at),
                formatCount(Math.round(rate)),
                formatCount(samples[index + 1]?.rows ?? 0),
              ])}
            />
          </>
        )}
      </div>
    </Card>
  );
}

function Plot({ points }: { readonly points: readonly Point[] }) {
  const top = Math.max(1, ...points.map(({ rate }) => rate)) * 1.1;
  const from = points[0]!.at;
  const span = Math.max(1, points.at(-1)!.at - from);
  const x = (at: number) => ((at - from) / span) * width;
  const y = (rate: number) => floor - (rate / top) * (floor - 10);
  const line = points.map(({ at, rate }) => `${x(at).toFixed(1)},${y(rate).toFixed(1)}`).join(" ");
  const last = points.at(-1)!;
  return (
    <figure>
      <svg
        className="plot"
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Rows per second, now ${formatShort(last.rate)}`}
      >
        {[0, 0.5, 1].map((share) => (
          <line key={share} className="grid" x1={0} x2={width} y1={y(top * share)} y2={y(top * share)} />
        ))}
        <polygon className="area" points={`0,${floor} ${line} ${width},${floor}`} />
        <polyline className="line" points={line} />
      </svg>
      <figcaption className="bars">
        <span className="axis">
          <span>{formatClock(from)}</span>
          <span>highest {formatShort(top / 1.1)} rows/s</span>
          <span>{formatClock(last.at)}</span>
        </span>
      </figcaption>
    </figure>
  );
}

function toPoints(samples: readonly Sample[]): Point[] {
  return samples.slice(1).map(({ at, rows }, index) => {
    const before = samples[index]!;
    return { at, rate: ((rows - before.rows) / Math.max(1, at - before.at)) * 1_000 };
  });
}
