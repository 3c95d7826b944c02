import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const loaderSettings = {
  ...commonSettings,
  DESTINATION_NETWORKS: {
    kind: "text",
    default: "",
    description:
      "The only networks and hosts that destinations may be in, such as 10.1.0.0/16,db.example.com,*.example.org; any unless said",
  },
  SECRETS_DIRECTORY: {
    kind: "text",
    default: "",
    description: "Where the secrets are that connections name by file:name; none unless said",
  },
  SESSIONS: { kind: "integer", default: 2, description: "COPY sessions at the same time" },
  GROUP_BYTES: { kind: "integer", default: 4 * 2 ** 20, description: "Bytes of rows that one transaction loads" },
} as const satisfies Record<string, SettingSpec>;
