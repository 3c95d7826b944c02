import type { VerificationLevel, DestinationConfig } from "@datamantri/api";

/** The configured level. Default: counts, which cost nothing. */
export function levelOf({ verification }: Pick<DestinationConfig, "verification">): VerificationLevel {
  return verification ?? "counts";
}
