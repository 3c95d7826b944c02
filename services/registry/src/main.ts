import { announce, consume, openBus, pingNats, sayWaiting, serveRequests } from "@datamantri/bus";
import {
  registryCommands,
  registryEvents,
  secretsSubject,
  type RegistryApi,
  type SecretsApi,
} from "@datamantri/contracts";
import { EgressGuard, remember, retry, startService, toPipelineError } from "@datamantri/runtime";

import { answerRequests } from "./requests/answer-requests.ts";
import { answerSecretRequests } from "./requests/answer-secrets.ts";
import { AuditAnchors } from "./audit/audit-anchors.ts";
import { auditPurpose } from "./audit/audit-chain.ts";
import { AuditLog } from "./audit/audit-log.ts";
import { vouchForEarlierKeys } from "./audit/vouch-for-earlier-keys.ts";
import { registrySettings } from "./config.ts";
import { openDatabase } from "./database/open-database.ts";
import { pingDatabase } from "./database/ping-database.ts";
import { commandHandlers, eventHandlers } from "./messages/handlers.ts";
import { readNow } from "./database/read-now.ts";
import { OccurrenceCheck } from "./occurrences/occurrence-check.ts";
import { OutboxPublisher } from "./outbox/publish-outbox.ts";
import { setLineageReceiver } from "./lineage/lineage-receiver.ts";
import { rewrapSecrets } from "./secrets/rewrap-secrets.ts";
import { Sealer } from "./secrets/sealer.ts";
import { watchGenerations } from "./reconcile/watch-generations.ts";
import { Reconciler } from "./reconcile/reconciler.ts";
import { createFirstAdmin } from "./users/users.ts";
import { WebhookSender } from "./webhooks/webhook-sender.ts";

/** Messages handled at the same time. Row locks serialise those of one run. */
const slots = 4;

/** Waiting commands and ticks share a transaction. */
const commandSlots = 64;

await startService("registry", registrySettings, async ({ config, log, lifecycle }) => {
  const { stopping, onStop, dependsOn, fail } = lifecycle;
  const sealer = new Sealer(config.SECRETS_KEY);
  const guard = new EgressGuard({ allowsInside: false, allowed: config.WEBHOOK_NETWORKS });
  // Gateways and orchestrators that ask at the same time share one connection.
  const askDatabase = remember(0, () => pingDatabase(config.DATABASE_URL));
  dependsOn("metadata database", askDatabase);
  const db = await openDatabase(config.DATABASE_URL, log, stopping, config.METADATA_SILENT_SECONDS);
  onStop("database", () => db.destroy());
  const chainKeys = sealer.keysFor(auditPurpose);
  const audit = new AuditLog(db, chainKeys, log);
  const rewrapped = await rewrapSecrets(db, sealer);
  if (rewrapped > 0) log.info({ count: rewrapped }, "encrypted secrets with the first key of SECRETS_KEY");
  await vouchForEarlierKeys(db, audit, chainKeys, log);
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password, ADMIN_PASSWORD_OUT: passwordPath } = config;
  if (await createFirstAdmin(db, audit, { email, password, passwordPath })) log.info("created the first user");

  await setLineageReceiver(db, sealer, {
    url: config.OPENLINEAGE_URL,
    apiKey: config.OPENLINEAGE_API_KEY,
    namespace: config.OPENLINEAGE_NAMESPACE,
  });

  const opening = openBus({
    url: config.NATS_URL,
    service: "registry",
    log,
    onClosed: fail,
    signal: stopping,
    stalledSeconds: config.STALLED_SECONDS,
  });
  dependsOn("NATS", () => pingNats(opening));
  const bus = await opening;
  onStop("nats", () => bus[Symbol.asyncDispose]());
  const anchors = new AuditAnchors(db, bus);
  onStop("audit log", async () => {
    await audit.close();
    await reconciler.moveAnchor();
  });
  const outbox = new OutboxPublisher(db, bus);
  const resumableMs = config.RESUMABLE_HOURS * 3_600_000;
  const topology = { maxBatchMessages: config.BATCHES_MAX_MESSAGES, replicas: config.STREAM_REPLICAS };
  const reconciler = new Reconciler(db, bus, outbox, anchors, {
    topology,
    everyMs: config.RECONCILE_SECONDS * 1_000,
    resumableMs,
  });
  // A cluster may start later, or lack a server for a while.
  const sayStreams = sayWaiting(log, "NATS to create the streams");
  await retry(() => reconciler.restoreStreams(true), {
    signal: stopping,
    giveUpAfterMs: Number.POSITIVE_INFINITY,
    firstMs: 100,
    maxMs: 2_000,
    isRetryable: (error) => toPipelineError(error).code === "bus_unavailable",
    onRetry: (error) => sayStreams(toPipelineError(error)),
  });
  await reconciler.moveAnchor();

  const context = { db, bus, outbox, audit, anchors, resumableMs, now: readNow, pingDatabase: askDatabase };
  const consuming = [
    consume(bus, [registryCommands], commandHandlers(context), { slots: commandSlots, signal: stopping }),
    consume(bus, [registryEvents], eventHandlers(context), { slots, signal: stopping }),
    outbox.run(stopping),
    reconciler.run(stopping),
    watchGenerations(db, bus, stopping),
    audit.run(stopping),
    new OccurrenceCheck(db, bus, outbox).run(stopping),
    new WebhookSender(db, sealer, guard, log).run(stopping),
  ];
  for (const work of consuming) work.catch(fail);
  onStop("consumers", () => Promise.allSettled(consuming));
  const servers = [
    serveRequests<RegistryApi>(bus, answerRequests(context, sealer)),
    serveRequests<SecretsApi>(bus, answerSecretRequests(db, sealer, audit), secretsSubject),
  ];
  onStop("requests", () => Promise.all(servers.map((server) => server.close())));
  for (const server of servers) await server.listening;
  const announced = announce(bus, () => ({ batches_max_messages: String(config.BATCHES_MAX_MESSAGES) }));
  onStop("announcement", () => announced.close());
  await announced.listening;
});
