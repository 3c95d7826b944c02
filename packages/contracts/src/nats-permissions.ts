/**
 * What each service may publish and subscribe to on NATS, derived from the tables of messages and consumers: a compromised
 * service cannot do another's work or receive its replies.
 */
import { allConsumers, queueOf, type ConsumerSpec } from "./consumers.ts";
import type { RegistryApi } from "./requests/registry-requests.ts";
import type { ServiceName } from "@datamantri/api";

import { runObjectsSubject } from "./object-subjects.ts";
import { scheduleSubject, schedulesStream } from "./schedules-bucket.ts";
import { answerSubject, deadLetterSubject, filterOf, namesOf, routes, stoppedSubject } from "./subjects.ts";

/** In the words of https://docs.nats.io/running-a-nats-service/configuration/securing_nats/authorization */
interface NatsPermissions {
  readonly publish: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  readonly subscribe: { readonly allow: readonly string[] };
}

/** The inbox for a service's replies; no other user may subscribe to it. */
export function inboxPrefixOf(service: ServiceName): string {
  return `_INBOX_${service}`;
}

/** Operations whose replies hold secrets, only for the worker that needs them. */
const secretOperations = {
  extractor: ["runs.source", "connections.source", "pipelines.source_credentials"],
  loader: ["runs.destination", "connections.destination", "pipelines.destination_password"],
} as const satisfies Partial<Record<ServiceName, readonly (keyof RegistryApi)[]>>;

const askForSecrets = (service: keyof typeof secretOperations): string[] =>
  secretOperations[service].map((operation) => `registry.${operation}`);

/** Beyond its messages and its consumers; https://docs.nats.io/reference/reference-protocols/nats_api_reference */
const particular: Readonly<Record<ServiceName, readonly string[]>> = {
  gateway: [
    "registry.>",
    "scheduler.preview",
    "extractor.>",
    "loader.>",
    // The health of the product.
    "$SRV.STATS.>",
    "$JS.API.INFO",
    "$JS.API.STREAM.INFO.*",
    "$JS.API.CONSUMER.INFO.*.*",
    ...["COMMANDS", "TASKS", "EVENTS"].map((stream) => `$JS.API.STREAM.MSG.GET.${stream}`),
    ...readingOf("EVENTS"),
  ],
  scheduler: readingOf(schedulesStream),
  // It owns the streams.
  registry: ["scheduler.due", answerSubject("*"), scheduleSubject(">"), "$JS.API.>"],
  extractor: [
    ...askForSecrets("extractor"),
    runObjectsSubject("*"),
    "$JS.API.STREAM.INFO.OBJECTS",
    "$JS.API.STREAM.PURGE.OBJECTS",
  ],
  loader: [
    ...askForSecrets("loader"),
    ...["STREAM.INFO", "STREAM.MSG.GET", "STREAM.PURGE"].map((verb) => `$JS.API.${verb}.OBJECTS`),
  ],
};

/** What its user needs, and no more. */
export function natsPermissionsOf(service: ServiceName): NatsPermissions {
  const said = namesOf(({ from }) => from.includes(service));
  const heard = namesOf(({ to }) => to.includes(service));
  const queues = new Set(heard.map((name) => (routes[name] as { readonly queue?: string }).queue));
  const own = allConsumers.filter((spec) => queues.has(queueOf(spec)));
  const last = allConsumers.at(-1)!;
  return {
    publish: {
      allow: unique([
        ...said.map((name) => filterOf(name)),
        ...own.flatMap(workingOn),
        ...particular[service],
        stoppedSubject(service),
        // Whether the streams are there.
        `$JS.API.CONSUMER.INFO.${last.stream}.${last.name}`,
      ]),
      // Else "registry.>" would reach them.
      deny: service === "gateway" ? [...askForSecrets("extractor"), ...askForSecrets("loader")] : [],
    },
    subscribe: {
      allow: unique([
        `${inboxPrefixOf(service)}.>`,
        `${service}.>`,
        "$SRV.>",
        ...(service === "gateway" ? [stoppedSubject("*"), answerSubject("*")] : []),
        // Workers subscribe to the end of runs; everything else comes from consumers, to an inbox.
        ...heard.filter((name) => !("queue" in routes[name])).map((name) => filterOf(name)),
      ]),
    },
  };
}

/** Pulling, acknowledging, and putting aside what cannot be handled. */
function workingOn({ stream, name }: ConsumerSpec): string[] {
  return [
    `$JS.API.CONSUMER.INFO.${stream}.${name}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${name}`,
    `$JS.ACK.${stream}.${name}.>`,
    deadLetterSubject(stream, ">"),
  ];
}

/** Consumers of one's own, that come and go. */
function readingOf(stream: string): string[] {
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    // With and without a name, a filter.
    `$JS.API.CONSUMER.CREATE.${stream}`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    ...["INFO", "DELETE", "MSG.NEXT"].map((verb) => `$JS.API.CONSUMER.${verb}.${stream}.*`),
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.FC.${stream}.>`,
  ];
}

function unique(subjects: readonly string[]): string[] {
  return [...new Set(subjects)];
}

/** The inside of a user's `permissions` in nats-server's configuration. */
export function toNatsConfig({ publish, subscribe }: NatsPermissions): string {
  const list = (subjects: readonly string[]): string => `[\n${subjects.map((each) => `  "${each}"\n`).join("")}]`;
  const denied = publish.deny.length > 0 ? `deny: ${list(publish.deny)}\n` : "";
  return `publish: {
allow: ${list(publish.allow)}
${denied}}
subscribe: ${list(subscribe.allow)}
# Who is asked may answer, once.
allow_responses: { max: 1, ttl: "2m" }
`;
}
