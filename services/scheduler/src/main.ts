/** Only the clock: publishes due times. The registry creates runs from them and decides their steps. */
import { announce, awaitTopology, openBus, pingNats, publish, serveRequests, watchSchedules } from "@datamantri/bus";
import {
  encodeMessage,
  filterOf,
  schedulesStream,
  subjectOf,
  summarizeSchedules,
  tickId,
  type SchedulerApi,
} from "@datamantri/contracts";
import { crashPoint, startService } from "@datamantri/runtime";

import { Clock } from "./fire-schedules.ts";
import { schedulerSettings } from "./config.ts";
import { previewFires } from "./cron.ts";
import { dueTimes } from "./due-times.ts";
import { warningsOf } from "./schedule-warnings.ts";

/** Most due times in a preview. */
const maxPreview = 100;

/** Limit of past due times in one answer: a tenth of a second of work, during which nothing fires. */
const maxDueTimes = 500;

await startService("scheduler", schedulerSettings, async ({ config, log, lifecycle }) => {
  const { stopping, onStop, dependsOn, fail } = lifecycle;
  const opening = openBus({ url: config.NATS_URL, service: "scheduler", log, onClosed: fail, signal: stopping });
  dependsOn("NATS", () => pingNats(opening));
  const bus = await opening;
  onStop("nats", () => bus[Symbol.asyncDispose]());
  await awaitTopology(bus, stopping, schedulesStream);

  const ticks = bus.endpoints.add({ name: "ticks", subject: filterOf("Tick"), queueGroup: "", slots: null });
  const clock = new Clock(({ pipeline_id: pipelineId, version }, due) => {
    const scheduledForMs = due.getTime();
    const tick = {
      subject: subjectOf("Tick", { pipelineId }),
      payload: encodeMessage("Tick", { pipelineId, scheduledForMs, version }),
      messageId: tickId(pipelineId, scheduledForMs),
    };
    log.debug({ pipeline_id: pipelineId, scheduled_for: due.toISOString() }, "ticked");
    const begun = ticks.begin();
    const fire = async (): Promise<void> => {
      await crashPoint("scheduler.tick.due");
      await publish(bus, tick, { signal: stopping });
      await crashPoint("scheduler.tick.published");
    };
    fire()
      .then(() => begun.end())
      .catch((error: unknown) => {
        begun.end(error);
        log.error({ error, pipeline_id: pipelineId }, "failed to publish a tick");
      });
  }, log);
  onStop("clock", () => clock.stop());
  // A deployment stops the previous scheduler as soon as this one has started.
  const { promise: known, resolve } = Promise.withResolvers<void>();
  watchSchedules(bus, stopping, (schedules) => {
    clock.replace(schedules);
    resolve();
  })
    .catch((error: unknown) => {
      if (!stopping.aborted) fail(error);
    })
    .finally(resolve);
  await known;
  const requests = serveRequests<SchedulerApi>(bus, {
    preview: async ({ cron, timezone, count, jitter_seconds }) => {
      const now = new Date();
      const fires = previewFires({ cron, timezone }, now, Math.min(count, maxPreview));
      return {
        next: fires.map((fire) => fire.toISOString()),
        warnings: warningsOf({ cron, timezone }, now, jitter_seconds ?? 0),
      };
    },
    due: async ({ cron, timezone, after, until }) =>
      dueTimes({ cron, timezone }, new Date(after), new Date(until), maxDueTimes),
  });
  onStop("requests", () => requests.close());
  await requests.listening;
  const announced = announce(bus, () => {
    const { count, digest } = summarizeSchedules(clock.schedules);
    return { schedules: String(count), schedules_digest: digest };
  });
  onStop("announcement", () => announced.close());
  await announced.listening;
});
