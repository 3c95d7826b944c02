/**
 * Writes the accounts as nats-server configuration.
 * https://docs.nats.io/running-a-nats-service/configuration/securing_nats/accounts
 */
import { serviceNames } from "@datamantri/api/values";

import { defaultApi, type Account, type Link } from "./nats-accounts.ts";

interface AccountSettings {
  /** Users by name. In their account they may publish and subscribe to everything, or what their permissions allow. */
  readonly users?: Readonly<Record<string, string | null>>;
  readonly jetstream?: string;
  readonly limits?: string;
}

/** Subjects that a tap may publish: those of its links, and none that other taps would receive. */
const tapSubjects = [`${defaultApi}.>`, "$JS.ACK.EVENTS.>", "$JS.FC.EVENTS.>"];
const tapPermissions = `{ publish: [${tapSubjects.map((subject) => `"${subject}"`).join(", ")}] }`;

/**
 * Enough for a tap's requests. One request of 8 MB for a consumer with 300,000 filters keeps a server's CPUs busy for
 * minutes, for everybody.
 */
const tapLimits = "{ max_payload: 4096, max_connections: 16, max_subscriptions: 1000 }";

/**
 * Room for a mirror of EVENTS (512 MiB) in three copies, as the newest servers count them. Consumers and their state
 * are limited, whatever is requested.
 */
const feedJetStream = "{ max_mem: 32MB, max_file: 2GB, max_streams: 1, max_consumers: 256 }";

/** Each consumer may leave all messages of the mirror unacknowledged, which uses the server's memory. */
const tapJetStream = feedJetStream.replace("max_consumers: 256", "max_consumers: 32");

const settings: Readonly<Record<Account, AccountSettings>> = {
  ...(Object.fromEntries(
    serviceNames.map((service) => [service.toUpperCase(), { users: { [service]: null } }]),
  ) as Record<"GATEWAY" | "SCHEDULER" | "EXTRACTOR" | "LOADER", AccountSettings>),
  // `datamantri` is a person who inspects the broker.
  REGISTRY: { users: { registry: null, datamantri: null }, jetstream: "enabled" },
  TAP: { users: { tap: tapPermissions }, limits: tapLimits },
  GATEWAY_FEED: { jetstream: feedJetStream },
  SCHEDULER_FEED: { jetstream: feedJetStream },
  TAP_FEED: { jetstream: tapJetStream },
};

/** Its passwords are variables, which a file beside it defines: `nats_gateway_password: "..."` and so on. */
export function toNatsConfig(links: readonly Link[]): string {
  const accounts = (Object.keys(settings) as Account[]).map((account) => toAccount(account, links));
  return `include "passwords.conf"

accounts {
${accounts.join("\n")}
}
`;
}

function toAccount(account: Account, links: readonly Link[]): string {
  const { users = {}, jetstream, limits } = settings[account];
  const exported = Map.groupBy(
    links.filter(({ owner }) => owner === account),
    ({ kind, subject }) => `${wordOf(kind)}: "${subject}"`,
  );
  const lists = {
    users: Object.entries(users).map(([user, permissions]) => {
      const restricted = permissions === null ? "" : `, permissions: ${permissions}`;
      return `{ user: "${user}", password: $nats_${user}_password${restricted} }`;
    }),
    exports: [...exported].map(([subject, to]) => {
      const replies = to.some(({ hasManyReplies }) => hasManyReplies) ? ", response_type: stream" : "";
      return `{ ${subject}, accounts: [${[...new Set(to.map(({ user }) => user))].join(", ")}]${replies} }`;
    }),
    imports: links
      .filter(({ user }) => user === account)
      .map(({ kind, owner, subject, as }) => {
        const name = as === undefined ? "" : `, to: "${as}"`;
        return `{ ${wordOf(kind)}: { account: ${owner}, subject: "${subject}" }${name} }`;
      }),
  };
  return [
    `  ${account} {`,
    ...(jetstream === undefined ? [] : [`    jetstream: ${jetstream}`]),
    ...(limits === undefined ? [] : [`    limits: ${limits}`]),
    ...Object.entries(lists).flatMap(([name, entries]) =>
      entries.length === 0 ? [] : [`    ${name}: [`, ...entries.map((entry) => `      ${entry}`), "    ]"],
    ),
    "  }",
  ].join("\n");
}

function wordOf(kind: Link["kind"]): string {
  return kind === "request" ? "service" : "stream";
}
