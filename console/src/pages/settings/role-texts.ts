import type { Role } from "../../api/types.ts";

/** In ascending order. */
export const roleTexts = [
  ["viewer", "Viewer: reads"],
  ["operator", "Operator: also runs and cancels"],
  ["editor", "Editor: also makes and changes pipelines"],
  ["admin", "Admin: also manages users"],
] as const satisfies readonly (readonly [Role, string])[];
