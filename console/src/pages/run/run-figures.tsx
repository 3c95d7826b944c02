import type { RunDetail } from "../../api/types.ts";
import { formatBytes, formatCost, formatCount, formatDuration, formatShort } from "../../format/numbers.ts";
import { durationOf, isOpen, progressOf, rowsOfItsOwn } from "../../format/run-words.ts";
import { useNow } from "../../format/use-now.ts";
import { Figure } from "../../parts/figure.tsx";
import { Progress } from "../../parts/progress.tsx";
import { rateOf, type Sample } from "./use-samples.ts";

export function RunFigures({ run, samples }: { readonly run: RunDetail; readonly samples: readonly Sample[] }) {
  const now = useNow(isOpen(run) ? 500 : 3_600_000);
  const tookMs = durationOf(run, now);
  const progress = progressOf(run);
  const rate = isOpen(run) ? rateOf(samples) : (rowsOfItsOwn(run) / Math.max(tookMs, 1)) * 1_000;
  const left = run.records_total === null ? null : run.records_total - run.records_processed;
  return (
    <>
      <dl className="figures" data-testid="figures">
        <Figure name="Rows loaded" beside={run.records_total === null ? "" : `of ${formatCount(run.records_total)}`}>
          {formatCount(run.records_processed)}
        </Figure>
        <Figure name="Rate" beside={isOpen(run) ? "rows per second now" : "rows per second over all"}>
          {rate === null ? "–" : formatShort(rate)}
        </Figure>
        <Figure name={isOpen(run) ? "Running for" : "Took"} beside={`attempt ${Math.max(1, run.attempt)}`}>
          {formatDuration(isOpen(run) ? Math.floor(tookMs / 1_000) * 1_000 : tookMs)}
        </Figure>
        {isOpen(run) && (
          <Figure name="Time left" beside="at this rate">
            {rate && left ? formatDuration(Math.ceil((left / rate) * 1_000)) : "–"}
          </Figure>
        )}
        <Figure name="BigQuery cost" beside={`${formatBytes(run.bytes_billed ?? 0)} billed`}>
          {run.cost_usd === null ? "–" : formatCost(run.cost_usd)}
        </Figure>
      </dl>
      {isOpen(run) && progress !== null && (
        <div className="card-body">
          <Progress value={progress} label="Rows loaded" />
        </div>
      )}
    </>
  );
}
