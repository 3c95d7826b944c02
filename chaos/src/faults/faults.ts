/** How each kind of fault is done. */
import type { FaultKind, LineFault, Link, ServiceKind } from "../plan/fault-kinds.ts";
import { links, serviceKinds } from "../plan/fault-kinds.ts";
import { brokerFaultsByKind } from "./broker-faults.ts";
import { databaseFaultsByKind } from "./database-faults.ts";
import type { Fault } from "./fault.ts";
import { linkFault } from "./link-faults.ts";
import { bigqueryFault, clientFault, clockFault } from "./other-faults.ts";
import { processFault } from "./process-faults.ts";

const byKind: Readonly<Record<string, Fault>> = { ...brokerFaultsByKind, ...databaseFaultsByKind };

export function faultOf(kind: FaultKind): Fault {
  const known = byKind[kind];
  if (known !== undefined) return known;
  const [first, rest] = [kind.slice(0, kind.indexOf(".")), kind.slice(kind.indexOf(".") + 1)];
  if (first === "bigquery") return bigqueryFault(rest);
  if (first === "clock") return clockFault(rest === "ahead" ? 1 : -1);
  if (first === "client") return clientFault;
  if ((links as readonly string[]).includes(first)) return linkFault(first as Link, rest as LineFault);
  if ((serviceKinds as readonly string[]).includes(first)) return processFault(first as ServiceKind, rest);
  throw new Error(`no fault is called ${kind}`);
}
