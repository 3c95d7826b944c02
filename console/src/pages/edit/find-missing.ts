/** What a draft still needs. The API decides; this only leads there sooner. */
import type { Estimate } from "../../api/types.ts";
import { isKeyed, needsMaskKey, readsIncrements, type Draft, type Secrets } from "./draft.ts";

export type SectionId = "name" | "source" | "destination" | "mapping" | "mode" | "schedule" | "review";

export interface Missing {
  readonly section: SectionId;
  readonly what: string;
}

export function findMissing(draft: Draft, secrets: Secrets, estimate: Estimate | undefined): readonly Missing[] {
  const needed: readonly (readonly [isThere: boolean, section: SectionId, what: string])[] = [
    [draft.name.trim() !== "", "name", "a name"],
    [draft.sourceConnection !== "" || draft.project !== "", "source", "a project"],
    [draft.reads === "query" || draft.dataset !== "", "source", "a dataset"],
    [draft.reads === "query" || draft.table !== "", "source", "a table"],
    [draft.reads === "table" || draft.query.trim() !== "", "source", "a query"],
    [draft.destinationConnection !== "" || draft.host !== "", "destination", "a host"],
    [draft.destinationConnection !== "" || draft.database !== "", "destination", "a database"],
    [draft.destinationConnection !== "" || draft.user !== "", "destination", "a user"],
    [draft.schema !== "", "destination", "a schema"],
    [draft.targetTable !== "", "destination", "a target table"],
    [!needsMaskKey(draft) || secrets.maskKey !== "", "mapping", "a mask key"],
    [(estimate?.type_report?.problems.length ?? 0) === 0, "mapping", "another mapping"],
    [!isKeyed(draft) || draft.key.length > 0, "mode", "key columns"],
    [!readsIncrements(draft) || draft.cursorColumn !== "", "mode", "a cursor column"],
  ];
  return needed.filter(([isThere]) => !isThere).map(([, section, what]) => ({ section, what }));
}
