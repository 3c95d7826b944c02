/**
 * Loaded before each service: a worker that was killed or frozen is found out after four seconds instead of twenty, so that a
 * seed takes seconds. Everything else is as in production.
 */
import { allConsumers } from "@datamantri/contracts";

const ackWaitMs = 4_000;

for (const consumer of allConsumers) (consumer as { ackWaitMs: number }).ackWaitMs = ackWaitMs;
