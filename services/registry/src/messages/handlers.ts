/** A handler for each message that the registry consumes. */
import type { RegistryContext } from "./handle.ts";
import { onBatchesLoaded } from "./on-batches-loaded.ts";
import { onCancelRun } from "./on-cancel-run.ts";
import { onRejectsReplayed } from "./on-rejects-replayed.ts";
import { onRunDiscarded } from "./on-run-discarded.ts";
import { onRunFinalized } from "./on-run-finalized.ts";
import { onRunPlanned } from "./on-run-planned.ts";
import { onRunPrepared } from "./on-run-prepared.ts";
import { onSourceUnchanged } from "./on-source-unchanged.ts";
import { onSplitExtracted } from "./on-split-extracted.ts";
import { onStartRun } from "./on-start-run.ts";
import { onStatisticsComputed } from "./on-statistics-computed.ts";
import { onStepDelayed } from "./on-step-delayed.ts";
import { onStepFailed } from "./on-step-failed.ts";
import { onTick } from "./on-tick.ts";

export function commandHandlers(context: RegistryContext) {
  return {
    StartRun: onStartRun(context),
    CancelRun: onCancelRun(context),
    Tick: onTick(context),
  };
}

export function eventHandlers(context: RegistryContext) {
  return {
    RunPlanned: onRunPlanned(context),
    SourceUnchanged: onSourceUnchanged(context),
    RunPrepared: onRunPrepared(context),
    SplitExtracted: onSplitExtracted(context),
    StatisticsComputed: onStatisticsComputed(context),
    BatchesLoaded: onBatchesLoaded(context),
    RunFinalized: onRunFinalized(context),
    RejectsReplayed: onRejectsReplayed(context),
    RunDiscarded: onRunDiscarded(context),
    StepDelayed: onStepDelayed(context),
    StepFailed: onStepFailed(context),
  };
}
