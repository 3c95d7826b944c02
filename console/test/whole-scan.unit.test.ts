import { expect, test } from "vitest";

import { wholeScanQuery } from "../src/pages/edit/browse/browse.ts";
import { noSecrets } from "../src/pipeline-fields/draft.ts";
import { emptyDraft } from "../src/pipeline-fields/to-draft.ts";

test("the query whose price is shown quotes what the user typed", () => {
  const draft = { ...emptyDraft, "source_config.dataset": "d`; SELECT 1; --", "source_config.table": "t\\" };
  const { queryKey } = wholeScanQuery({ draft, secrets: noSecrets, base: undefined }, ["a`b", "c"]);
  expect(queryKey[1]).toMatchObject({ query: "select `a\\`b`, `c` from `d\\`; SELECT 1; --.t\\\\`" });
});
