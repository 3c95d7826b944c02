import { commonSettings, type SettingSpec } from "@datamantri/runtime";

export const extractorSettings = {
  ...commonSettings,
  BIGQUERY_PRICE_PER_TIB_USD: {
    kind: "decimal",
    default: 6.25,
    description: "Price of a TiB that queries process, for estimates; by default Google's on-demand list price (US)",
  },
  MAXIMUM_BYTES_BILLED: {
    kind: "integer",
    default: 100 * 2 ** 30,
    description: "Most bytes a query job may bill where the source sets no maximum_bytes_billed; by default 100 GiB",
  },
  SECRETS_DIRECTORY: {
    kind: "text",
    default: "",
    description: "Directory of the secrets that connections name by file:name; by default none",
  },
  SOURCE_NETWORKS: {
    kind: "text",
    default: "",
    description:
      "The only networks and hosts that sources may be in, such as *.googleapis.com,10.1.0.0/16; by default any",
  },
  SLOTS: { kind: "integer", default: 2, description: "Splits read at the same time" },
} as const satisfies Record<string, SettingSpec>;
