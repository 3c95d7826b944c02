/**
 * Defines which account may publish and subscribe to which subjects of others. Each service has its own account, and so
 * have the taps: only messages on the listed subjects cross. The list is derived from the tables of messages and
 * consumers (docs/adr/0013-accounts.md).
 *
 * nats-server checks the subject of a message, but not its reply subject: within an account any reply can be sent into
 * any stream. Between accounts the server replaces the reply subject by its own.
 */
import type { ServiceName } from "@datamantri/api";
import { serviceNames } from "@datamantri/api/values";

import { allConsumers, lastConsumer, queueOf, type ConsumerSpec } from "./consumers.ts";
import { secretOperations, secretsSubject } from "./requests/secrets-requests.ts";
import { schedulesStream } from "./schedules-bucket.ts";
import {
  answerSubject,
  deadLetterSubject,
  filterOf,
  namesOf,
  routes,
  stoppedSubject,
  streamSubjects,
} from "./subjects.ts";

/**
 * The streams are in the registry's account. A feed has no users: it separates readers from the stream. A consumer can
 * be told to deliver, and JetStream to reply, to any subject of its account.
 */
export type Account = Uppercase<ServiceName> | "TAP" | "GATEWAY_FEED" | "SCHEDULER_FEED" | "TAP_FEED";

/** A copy of a stream in another account, with the same positions. */
export interface Mirror {
  readonly account: Account;
  readonly stream: string;
  /** Account of the mirrored stream. */
  readonly source: Account;
  /** Subjects of messages that it also republishes in its account, for taps that only subscribe. */
  readonly republished?: string;
}

export const mirrors: readonly Mirror[] = [
  { account: "GATEWAY_FEED", stream: "EVENTS", source: "REGISTRY" },
  { account: "SCHEDULER_FEED", stream: schedulesStream, source: "REGISTRY" },
  { account: "TAP_FEED", stream: "EVENTS", source: "REGISTRY", republished: "event.run.>" },
];

/** Prefix of JetStream's API for clients without another one. */
export const defaultApi = "$JS.API";

/** Prefixes of another account's JetStream API. */
export const apiPrefixes = {
  /** The other services reach the registry's JetStream API here. */
  streams: "streams.API",
  /** Followers reach the JetStream API of their feed here. */
  feed: "feed.API",
  /** A mirror's account reaches the JetStream API of its source here. */
  source: "source.API",
} as const;

/** The prefix under which the registry reaches the JetStream API of a mirror's account, to create the mirror there. */
export function mirrorApi({ account }: Mirror): string {
  return `mirrors.${account.toLowerCase()}.API`;
}

/** Subject on which mirrored messages arrive. */
export function mirrorDelivery({ account }: Mirror): string {
  return `mirrors.${account.toLowerCase()}.deliver`;
}

/** A subject that one account exports to another. */
export interface Link {
  /** `request`: the other account sends it, and may get a reply. `stream`: the other account receives it. */
  readonly kind: "request" | "stream";
  readonly owner: Account;
  readonly subject: string;
  readonly user: Account;
  /** Its name in the other account. Default: the same. */
  readonly as?: string;
  /** One request may have many replies. */
  readonly hasManyReplies?: true;
}

/** Every link between accounts. */
export function natsLinks(): readonly Link[] {
  return [
    ...serviceNames.flatMap((service) => [
      ...linksOfInstances(service),
      ...linksOfMessages(service),
      ...particular[service],
    ]),
    ...linksOfTaps,
    ...mirrors.flatMap(linksOfMirror),
  ];
}

/** Service discovery, for the gateway and for administrators. */
function linksOfInstances(service: ServiceName): readonly Link[] {
  const owner = accountOf(service);
  const discover = (verb: string, user: Account): Link => ({
    ...requestLink(owner, `$SRV.${verb}.datamantri-${service}`, user),
    hasManyReplies: true,
  });
  return [
    ...(service === "gateway"
      ? []
      : [streamLink(owner, stoppedSubject(service), "GATEWAY"), discover("STATS", "GATEWAY")]),
    // For manual inspection by a person.
    ...(service === "registry" ? [] : ["PING", "INFO", "STATS"].map((verb) => discover(verb, "REGISTRY"))),
  ];
}

/** Messages that a service publishes to streams, and consumes from them. */
function linksOfMessages(service: ServiceName): readonly Link[] {
  if (service === "registry") return [];
  const user = accountOf(service);
  const said = namesOf(({ from }) => from.includes(service));
  const heard = namesOf(({ to }) => to.includes(service));
  const queues = new Set(heard.map((name) => (routes[name] as { readonly queue?: string }).queue));
  const own = allConsumers.filter((spec) => queues.has(queueOf(spec)));
  return [
    ...said.map((name) => requestLink("REGISTRY", filterOf(name), user)),
    ...own.flatMap((spec) => workOn(spec, user)),
    ...[...new Set(own.map(({ stream }) => deadLetterSubject(stream, ">")))].map((subject) =>
      requestLink("REGISTRY", subject, user),
    ),
    // Checks that the streams exist.
    ...(own.includes(lastConsumer) ? [] : [streamsApiLink(infoOf(lastConsumer), user)]),
    // The end of runs; all other events come from consumers.
    ...heard.filter((name) => !("queue" in routes[name])).map((name) => streamLink("REGISTRY", filterOf(name), user)),
  ];
}

const infoOf = ({ stream, name }: ConsumerSpec): string => `CONSUMER.INFO.${stream}.${name}`;

/** Pulling and acknowledging. */
function workOn(spec: ConsumerSpec, user: Account): readonly Link[] {
  const { stream, name } = spec;
  return [
    streamsApiLink(infoOf(spec), user),
    { ...streamsApiLink(`CONSUMER.MSG.NEXT.${stream}.${name}`, user), hasManyReplies: true },
    requestLink("REGISTRY", `$JS.ACK.${stream}.${name}.>`, user),
  ];
}

/** Links beyond messages and consumers. */
const particular: Readonly<Record<ServiceName, readonly Link[]>> = {
  gateway: [
    requestLink("REGISTRY", "registry.>", "GATEWAY"),
    requestLink("SCHEDULER", "scheduler.preview", "GATEWAY"),
    requestLink("EXTRACTOR", "extractor.>", "GATEWAY"),
    requestLink("LOADER", "loader.>", "GATEWAY"),
    streamLink("REGISTRY", answerSubject("*"), "GATEWAY"),
    // The health of the broker: how full the streams are, and since when messages wait.
    ...["INFO", "STREAM.INFO.*", "STREAM.MSG.GET.COMMANDS", "STREAM.MSG.GET.TASKS", "STREAM.MSG.GET.EVENTS"].map(
      (verb) => streamsApiLink(verb, "GATEWAY"),
    ),
    ...allConsumers.filter((spec) => spec !== lastConsumer).map((spec) => streamsApiLink(infoOf(spec), "GATEWAY")),
    ...follow("GATEWAY_FEED", "EVENTS", "GATEWAY"),
  ],
  scheduler: [
    requestLink("SCHEDULER", "scheduler.due", "REGISTRY"),
    ...follow("SCHEDULER_FEED", schedulesStream, "SCHEDULER"),
    // Watching a bucket needs a consumer that pushes.
    streamLink("SCHEDULER_FEED", "_INBOX.>", "SCHEDULER"),
  ],
  registry: [],
  extractor: [
    ...secretOperations.extractor.map((operation) =>
      requestLink("REGISTRY", `${secretsSubject}.${operation}`, "EXTRACTOR"),
    ),
    requestLink("REGISTRY", streamSubjects.OBJECTS[0], "EXTRACTOR"),
    ...["STREAM.INFO.OBJECTS", "STREAM.PURGE.OBJECTS"].map((verb) => streamsApiLink(verb, "EXTRACTOR")),
  ],
  loader: [
    // Before it skips a run.
    requestLink("LOADER", "loader.check_left", "REGISTRY"),
    requestLink("LOADER", "loader.read_progress", "REGISTRY"),
    ...secretOperations.loader.map((operation) => requestLink("REGISTRY", `${secretsSubject}.${operation}`, "LOADER")),
    ...["STREAM.INFO.OBJECTS", "STREAM.MSG.GET.OBJECTS", "STREAM.PURGE.OBJECTS"].map((verb) =>
      streamsApiLink(verb, "LOADER"),
    ),
  ],
};

/**
 * Taps read their feed by consumers of any kind, on clients' default subjects. Their own account has no JetStream.
 * There a pull's reply could be sent to any subject, and without messages that reply is a valid request to delete a
 * stream.
 */
const linksOfTaps: readonly Link[] = [
  ...follow("TAP_FEED", "EVENTS", "TAP", defaultApi),
  ...["INFO", "STREAM.NAMES", "CONSUMER.NAMES.EVENTS", "CONSUMER.LIST.EVENTS", "CONSUMER.DURABLE.CREATE.EVENTS.*"].map(
    (verb) => requestLink("TAP_FEED", `${defaultApi}.${verb}`, "TAP"),
  ),
  requestLink("TAP_FEED", "$JS.ACK.EVENTS.>", "TAP"),
  streamLink("TAP_FEED", "event.run.>", "TAP"),
  // For consumers that push.
  streamLink("TAP_FEED", "_INBOX.>", "TAP"),
];

/** Temporary consumers in a feed. @param api prefix of the feed's JetStream API. */
function follow(feed: Account, stream: string, user: Account, api: string = apiPrefixes.feed): readonly Link[] {
  const verbs = [
    `STREAM.INFO.${stream}`,
    `STREAM.MSG.GET.${stream}`,
    // With and without a name or filter.
    `CONSUMER.CREATE.${stream}`,
    `CONSUMER.CREATE.${stream}.>`,
    `CONSUMER.INFO.${stream}.*`,
    `CONSUMER.DELETE.${stream}.*`,
    `CONSUMER.MSG.NEXT.${stream}.*`,
  ];
  const links = verbs.map((verb): Link => ({
    ...requestLink(feed, `${defaultApi}.${verb}`, user),
    ...(api === defaultApi ? {} : { as: `${api}.${verb}` }),
  }));
  return [
    ...links.slice(0, -1),
    { ...links.at(-1)!, hasManyReplies: true },
    requestLink(feed, `$JS.FC.${stream}.>`, user),
  ];
}

/** https://docs.nats.io/nats-concepts/jetstream/source_and_mirror */
function linksOfMirror(mirror: Mirror): readonly Link[] {
  const { account, stream, source } = mirror;
  return [
    ...[`CONSUMER.CREATE.${stream}`, `CONSUMER.CREATE.${stream}.>`].map((verb): Link => ({
      ...requestLink(source, `$JS.API.${verb}`, account),
      as: `${apiPrefixes.source}.${verb}`,
    })),
    streamLink(source, `${mirrorDelivery(mirror)}.>`, account),
    requestLink(source, `$JS.FC.${stream}.>`, account),
    ...["INFO", "CREATE", "UPDATE", "DELETE"].map((verb): Link => ({
      ...requestLink(account, `$JS.API.STREAM.${verb}.${stream}`, "REGISTRY"),
      as: `${mirrorApi(mirror)}.STREAM.${verb}.${stream}`,
    })),
  ];
}

function accountOf(service: ServiceName): Account {
  return service.toUpperCase() as Uppercase<ServiceName>;
}

/** Allows `user` to send requests on this subject of `owner`. */
function requestLink(owner: Account, subject: string, user: Account): Link {
  return { kind: "request", owner, subject, user };
}

/**
 * @param verb of JetStream's API for the registry's streams.
 *   https://docs.nats.io/reference/reference-protocols/nats_api_reference
 */
function streamsApiLink(verb: string, user: Account): Link {
  return { ...requestLink("REGISTRY", `$JS.API.${verb}`, user), as: `${apiPrefixes.streams}.${verb}` };
}

function streamLink(owner: Account, subject: string, user: Account): Link {
  return { kind: "stream", owner, subject, user };
}
