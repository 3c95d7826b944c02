/** The signed-in user and their permissions. The API decides; pages only hide what it would refuse. */
import { useQuery } from "@tanstack/react-query";

import { meQuery } from "../api/queries.ts";
import type { Role } from "../api/types.ts";

const roles: readonly Role[] = ["viewer", "operator", "editor", "admin"];

/** True if the signed-in user's role is this one or above it. */
export function useMay(role: Role): boolean {
  const { data: me } = useQuery(meQuery);
  return me !== undefined && roles.indexOf(me.role) >= roles.indexOf(role);
}
