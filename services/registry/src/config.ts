import { commonSettings, Secret, type SettingSpec } from "@datamantri/runtime";

export const registrySettings = {
  ...commonSettings,
  DATABASE_URL: {
    kind: "secret",
    description: "Metadata database: postgres://user:password@host:5432/name; a pooler must keep prepared statements",
  },
  SECRETS_KEY: {
    kind: "secret",
    description:
      "Encrypts stored secrets: 32 random bytes in base64; several with commas: the first encrypts, all decrypt",
  },
  ADMIN_EMAIL: {
    kind: "text",
    default: "",
    description: "E-mail address of the first user, created when there is none",
  },
  ADMIN_PASSWORD: { kind: "secret", default: new Secret(""), description: "Password of the first user" },
  ADMIN_PASSWORD_OUT: {
    kind: "text",
    default: "",
    description: "Without ADMIN_PASSWORD: file for a random one, readable only by its owner",
  },
  BATCHES_MAX_MESSAGES: {
    kind: "integer",
    default: 2_000,
    description: "Most batches waiting in NATS; each reserves up to 4 MiB of its disk",
  },
  STREAM_REPLICAS: { kind: "integer", default: 1, description: "Copies of each stream: 3 on a NATS cluster" },
  WEBHOOK_NETWORKS: {
    kind: "text",
    default: "",
    description:
      "Private networks and hosts that webhooks may reach, such as 10.1.0.0/16,hooks.example.com; default: none",
  },
  OPENLINEAGE_URL: {
    kind: "text",
    default: "",
    description:
      "OpenLineage server that receives what runs read and write, such as http://marquez:5000; default: none",
  },
  OPENLINEAGE_API_KEY: { kind: "secret", default: new Secret(""), description: "Bearer token for that server" },
  OPENLINEAGE_NAMESPACE: {
    kind: "text",
    default: "datamantri",
    description: "Namespace of the pipelines on that server",
  },
  RESUMABLE_HOURS: {
    kind: "integer",
    default: 24,
    description: "Hours for which a failed run can be resumed: its loaded rows stay in the destination; 0: never",
  },
  METADATA_SILENT_SECONDS: {
    kind: "integer",
    default: 60,
    description: "Silence after which a connection to the metadata database, or an idle transaction there, is ended",
  },
  RECONCILE_SECONDS: { kind: "integer", default: 5, description: "Seconds between checks for lost work" },
} as const satisfies Record<string, SettingSpec>;
