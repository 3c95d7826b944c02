import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const loaderSettings = {
  ...commonSettings,
  DESTINATION_NETWORKS: {
    kind: "text",
    default: "",
    description:
      "The only networks and hosts that destinations may use, such as 10.1.0.0/16,*.example.org; default: any",
  },
  PLAIN_DESTINATIONS: {
    kind: "text",
    default: "",
    description: "Hosts reached without TLS when a pipeline does not say, as pipelines name them: postgres,10.1.0.0/16",
  },
  SECRETS_DIRECTORY: {
    kind: "text",
    default: "",
    description: "Directory of the secrets that connections name by file:name; default: none",
  },
  SILENT_SECONDS: {
    kind: "integer",
    default: 30,
    description: "Silence after which a destination is asked what it does with a connection, to end one that is lost",
  },
  SESSIONS: { kind: "integer", default: 2, description: "COPY sessions at the same time" },
  GROUP_BYTES: { kind: "integer", default: 4 * 2 ** 20, description: "Bytes of rows that one transaction loads" },
} as const satisfies Record<string, SettingSpec>;
