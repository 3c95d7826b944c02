import { natsPermissionsOf, toNatsConfig } from "@datamantri/contracts";
import { serviceNames } from "@datamantri/api";

/** For deploy/init-secrets.sh, which has only a shell, and for the local stack: path to text. */
export function natsPermissionPages(): Readonly<Record<string, string>> {
  const head = "# Generated from packages/contracts/src/nats-permissions.ts by `npm run generate`.";
  return Object.fromEntries(
    serviceNames.map((service) => [
      `deploy/nats/${service}-permissions.conf`,
      `${head}\n# What the ${service} may say and hear on NATS.\n${toNatsConfig(natsPermissionsOf(service))}`,
    ]),
  );
}
