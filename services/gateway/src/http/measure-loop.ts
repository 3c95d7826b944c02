import { monitorEventLoopDelay } from "node:perf_hooks";
import { Gauge, type Registry } from "prom-client";

/** Milliseconds between samples: shorter delays are not seen, and an idle process reports about this. */
const resolution = 10;

/**
 * Reports in each scrape the event loop's delay since the previous one: how long other requests waited for one
 * request's work.
 */
export function measureLoop(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const gauge = new Gauge({
    name: "datamantri_event_loop_delay_seconds",
    help: "How late the event loop was since the last scrape; an idle process shows 0.01.",
    labelNames: ["quantile"],
    registers: [],
    collect() {
      this.set({ quantile: "0.99" }, delay.percentile(99) / 1e9);
      this.set({ quantile: "1" }, delay.max / 1e9);
      delay.reset();
    },
  });
  registry.registerMetric(gauge);
}
