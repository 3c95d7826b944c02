import { natsLinks, toNatsConfig } from "@datamantri/contracts";

/** For servers, and for the local stack, which writes the passwords in the place of the include. */
export function natsAccountsPage(): string {
  return `# Generated from packages/contracts/src/nats-accounts.ts by \`npm run generate\`. docs/adr/0013-accounts.md says why.
# Include it in nats-server's configuration. The file beside it has the passwords:
#   nats_gateway_password: "..."
${toNatsConfig(natsLinks())}`;
}
