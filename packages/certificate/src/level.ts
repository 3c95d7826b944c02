import type { CertificateLevel, DestinationConfig } from "@datamantri/contracts";

/** What the owner wants compared; the counts, which cost nothing, unless said. */
export function levelOf({ certificate }: DestinationConfig): CertificateLevel {
  return certificate ?? "counts";
}
