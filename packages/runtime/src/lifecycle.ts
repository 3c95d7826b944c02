/**
 * Start and end of a process. It ends on SIGTERM and SIGINT, when its parent process ends, and when something essential
 * fails. Resources are closed in reverse order of opening.
 */
import { readConfig, type commonSettings, type Parsed, type SettingSpec } from "./config.ts";
import { Dependency } from "./dependency.ts";
import { toPipelineError, type ErrorCode } from "./errors.ts";
import { openLog, type Logger } from "./log.ts";
import { serveHealth, type HealthOptions } from "./serve-health.ts";

/** Orchestrators send KILL after 30 s by default (Kubernetes' terminationGracePeriodSeconds). */
const stopTimeoutMs = 25_000;

/** EX_CONFIG of sysexits.h: the settings are wrong, and a restart will not help. */
const exitConfig = 78;
const settingsErrors: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "config_invalid",
  "bus_misconfigured",
  "egress_refused",
  "metadata_newer",
]);

export interface Lifecycle {
  /** Aborted when the process begins to stop: long waits end, no new work begins. */
  readonly stopping: AbortSignal;
  /** Runs `close` when the process stops, before earlier registered ones. */
  readonly onStop: (what: string, close: () => unknown) => void;
  /**
   * Names something without which the process is not ready; call it before the process waits for that.
   *
   * @param ask rejects when it is not available. Called at most once at a time, so it must end at some time.
   */
  readonly dependsOn: (name: string, ask: () => Promise<unknown>) => void;
  /** Stops the process because of an error that a restart may cure. */
  readonly fail: (error: unknown) => void;
}

/**
 * Main function of a service: reads its settings from the environment, opens its log and runs it. Invalid settings end
 * the process with code 78 and a sentence for each.
 */
export async function startService<const Spec extends Record<string, SettingSpec> & typeof commonSettings>(
  service: string,
  settings: Spec,
  start: (parts: {
    readonly config: Parsed<Spec>;
    readonly log: Logger;
    readonly lifecycle: Lifecycle;
  }) => Promise<void>,
): Promise<void> {
  let config: Parsed<Spec>;
  try {
    config = readConfig(settings, process.env);
  } catch (error) {
    openLog(service, "info").error({ error }, "found invalid settings");
    process.exit(exitConfig);
  }
  const { LOG_LEVEL, HEALTH_HOST, HEALTH_PORT } = config as Parsed<typeof commonSettings>;
  const log = openLog(service, LOG_LEVEL);
  await runService(log, { host: HEALTH_HOST, port: HEALTH_PORT }, (lifecycle) => start({ config, log, lifecycle }));
}

/**
 * Runs a service: `start` opens everything and returns when it works; the process then runs until a signal.
 */
export async function runService(
  log: Logger,
  health: HealthOptions,
  start: (lifecycle: Lifecycle) => Promise<void>,
): Promise<void> {
  const controller = new AbortController();
  const closers: { what: string; close: () => unknown }[] = [];
  let exitCode = 0;

  const stop = async (): Promise<void> => {
    if (controller.signal.aborted) return;
    controller.abort(new Error("the process is stopping"));
    setTimeout(() => {
      log.error("exited before everything was closed: the time limit was reached");
      process.exit(1);
    }, stopTimeoutMs).unref();
    for (const { what, close } of closers.toReversed()) {
      try {
        await close();
      } catch (error) {
        log.warn({ error, what }, "failed to close");
      }
    }
    log.info("stopped");
    process.exit(exitCode);
  };
  const fail = (error: unknown): void => {
    if (controller.signal.aborted) return;
    const known = toPipelineError(error);
    log.error({ error: known, solution: known.policy.solution }, "failed");
    exitCode = settingsErrors.has(known.code) ? exitConfig : 1;
    void stop();
  };

  process.once("SIGTERM", () => void stop());
  process.once("SIGINT", () => void stop());
  // The local stack's supervisor holds this channel; when it dies, even by SIGKILL, the channel closes.
  process.once("disconnect", () => void stop());
  // Not once: errors while closing must not end it half-way.
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);

  let hasStarted = false;
  const dependencies: Dependency[] = [];
  const stage = () => (controller.signal.aborted ? "stopping" : hasStarted ? "started" : "starting");
  try {
    const server = await serveHealth(health, stage, dependencies);
    if (server) closers.push({ what: "health", close: () => server.close() });
    await start({
      stopping: controller.signal,
      onStop: (what, close) => closers.push({ what, close }),
      dependsOn: (name, ask) => dependencies.push(new Dependency(name, ask)),
      fail,
    });
    if (controller.signal.aborted) return;
    hasStarted = true;
    log.info("started");
    process.send?.({ type: "ready" });
  } catch (error) {
    fail(error);
  }
}
