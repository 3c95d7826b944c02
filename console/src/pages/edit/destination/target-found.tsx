import { formatCount } from "../../../format/numbers.ts";
import { Notice } from "../../../parts/notice.tsx";
import { targetOf, writesOf, type Draft } from "../../../pipeline-fields/draft.ts";
import { RowsPreview } from "../browse/rows-preview.tsx";
import type { Form } from "../form/form.ts";
import { targetsOf } from "../mapping/mapping-rows.ts";
import type { TargetListing } from "./destination-browser.tsx";

const effects: Readonly<Record<ReturnType<typeof writesOf>, string>> = {
  append: "Runs add rows to it.",
  replace: "A run replaces all its rows.",
  merge: "Runs add and update rows of it.",
  mirror: "A run also removes rows that the source does not have.",
  history: "Runs add versions to it; it needs the two columns with their times.",
};

/** Shows whether the table exists, and whether the columns fit. */
export function TargetFound({ form, listing }: { readonly form: Form; readonly listing: TargetListing }) {
  const { draft, estimate } = form;
  const { table, isKnown, isBusy } = listing;
  const name = targetOf(draft);
  if (draft["destination_config.table"] === "" || draft["destination_config.schema"] === "") return null;
  if (!table) return isKnown && !isBusy ? <Absent draft={draft} name={name} listing={listing} /> : null;
  const { columns, rows, row_count_estimate: count } = table;
  const there = new Set(columns.map((column) => column.name));
  const missing = targetsOf(estimate, draft["mapping.columns"]).filter((column) => !there.has(column));
  const size = count === null ? "an unknown number of rows" : `about ${formatCount(Math.round(count))} rows`;
  return (
    <div className="stack" aria-live="polite">
      <Notice
        tone={draft.target === "new" ? "warn" : "good"}
        title={
          draft.target === "new"
            ? `The table ${name} exists already and would be used`
            : `${name} has ${columns.length} columns and ${size}`
        }
      >
        {effects[writesOf(draft)]}
      </Notice>
      {missing.length > 0 && (
        <Notice tone="bad" title={`The table has no column ${missing.slice(0, 8).join(", ")}`}>
          Rename these columns in the section Columns, or exclude them.
        </Notice>
      )}
      <RowsPreview title={`Rows of ${name}`} columns={columns} rows={rows} />
    </div>
  );
}

function Absent({
  draft,
  name,
  listing,
}: {
  readonly draft: Draft;
  readonly name: string;
  readonly listing: TargetListing;
}) {
  const hasSchema = listing.schemas?.includes(draft["destination_config.schema"]) === true;
  if (!hasSchema) {
    return (
      <Notice tone="warn" title={`The schema ${draft["destination_config.schema"]} does not exist`}>
        Select another schema, or create this one: runs create tables, but no schemas.
      </Notice>
    );
  }
  if (draft.target === "new") return <Notice tone="good" title={`The first run creates ${name}`} />;
  return (
    <Notice tone="warn" title={`The table ${name} does not exist`}>
      The first run would create it.
    </Notice>
  );
}
