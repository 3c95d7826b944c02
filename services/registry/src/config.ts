import { commonSettings, Secret, type SettingSpec } from "@datamantri/runtime";

export const registrySettings = {
  ...commonSettings,
  DATABASE_URL: {
    kind: "secret",
    description:
      "Metadata database: postgres://user:password@host:5432/name. It keeps prepared statements: a pooler in between needs session pooling, or PgBouncer 1.21 or later",
  },
  SECRETS_KEY: {
    kind: "secret",
    description: "32 random bytes in base64; seals passwords and keys. Several with commas: the first seals, all open",
  },
  ADMIN_EMAIL: { kind: "text", default: "", description: "First user, made when there is none" },
  ADMIN_PASSWORD: { kind: "secret", default: new Secret(""), description: "Password of the first user" },
  ADMIN_PASSWORD_OUT: {
    kind: "text",
    default: "",
    description: "Without ADMIN_PASSWORD: file into which a random one is written, readable by its owner only",
  },
  BATCHES_MAX_MESSAGES: {
    kind: "integer",
    default: 2_000,
    description: "Batches that may wait in NATS; reserves up to 4 MiB of its disk for each",
  },
  STREAM_REPLICAS: { kind: "integer", default: 1, description: "Copies of each stream: 3 on a NATS cluster" },
  WEBHOOK_NETWORKS: {
    kind: "text",
    default: "",
    description:
      "Networks and hosts inside that webhooks may reach, such as 10.1.0.0/16,hooks.example.com; none unless said",
  },
  OPENLINEAGE_URL: {
    kind: "text",
    default: "",
    description: "Server that is told what runs read and write, such as http://marquez:5000; none unless said",
  },
  OPENLINEAGE_API_KEY: { kind: "secret", default: new Secret(""), description: "Sent to it as a bearer token" },
  OPENLINEAGE_NAMESPACE: { kind: "text", default: "datamantri", description: "Namespace of the pipelines there" },
  RESUMABLE_HOURS: {
    kind: "integer",
    default: 24,
    description: "Hours for which what a failed run loaded stays in its destination for a retry from there; 0: none",
  },
  RECONCILE_SECONDS: { kind: "integer", default: 5, description: "Seconds between looks for lost work" },
} as const satisfies Record<string, SettingSpec>;
