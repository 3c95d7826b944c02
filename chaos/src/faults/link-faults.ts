/** The network between two parts. */
import type { ProxyMode } from "@datamantri/testkit";

import type { LineFault, Link } from "../plan/fault-kinds.ts";
import { nothingToHeal, type Fault } from "./fault.ts";

const lineModes: Readonly<Record<LineFault, (random: number) => ProxyMode>> = {
  latency: () => ({ kind: "shape", delayMs: 100, jitterMs: 100 }),
  bandwidth: () => ({ kind: "shape", bytesPerSecond: 65_536 }),
  slices: () => ({ kind: "shape", sliceBytes: 1 }),
  stall: () => ({ kind: "stall" }),
  silent: () => ({ kind: "blackhole" }),
  reset: () => ({ kind: "reset" }),
  cut: (random) => ({
    kind: "cutAfterBytes",
    byteCount: Math.floor(random * 20_000),
    direction: random * 2 > 1 ? "toServer" : "toClient",
  }),
};

export function linkFault(link: Link, fault: LineFault): Fault {
  return async ({ links }, { random }) => {
    links[link].mode = lineModes[fault](random);
    // It goes back by itself, after the bytes.
    if (fault === "cut") return nothingToHeal;
    return () => {
      links[link].mode = { kind: "pass" };
    };
  };
}
