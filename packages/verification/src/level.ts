import type { VerificationLevel, DestinationConfig } from "@datamantri/resources";

/** What the owner wants compared; the counts, which cost nothing, unless said. */
export function levelOf({ verification }: DestinationConfig): VerificationLevel {
  return verification ?? "counts";
}
