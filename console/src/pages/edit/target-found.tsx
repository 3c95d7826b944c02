import { formatCount } from "../../format/numbers.ts";
import { Notice } from "../../parts/notice.tsx";
import type { TargetListing } from "./destination-browser.tsx";
import { writesOf, type Draft } from "./draft.ts";
import type { SectionProps } from "./form-parts.tsx";
import { targetsOf } from "./mapping-rows.ts";
import { RowsPreview } from "./rows-preview.tsx";

const effects: Readonly<Record<ReturnType<typeof writesOf>, string>> = {
  append: "Runs add rows to it.",
  replace: "A run replaces all its rows.",
  merge: "Runs add and update rows of it.",
  mirror: "A run also removes rows that the source does not have.",
  history: "Runs add versions to it; it needs the columns valid_from and valid_to.",
};

/** Whether there is such a table, and whether the columns would fit. */
export function TargetFound({ draft, estimate, listing }: SectionProps & { readonly listing: TargetListing }) {
  const { table, isKnown, isBusy } = listing;
  const name = `${draft.schema}.${draft.targetTable}`;
  if (draft.targetTable === "" || draft.schema === "") return null;
  if (!table) return isKnown && !isBusy ? <Absent draft={draft} name={name} listing={listing} /> : null;
  const { columns, rows, row_count_estimate: count } = table;
  const there = new Set(columns.map((column) => column.name));
  const missing = targetsOf(estimate, draft.columns).filter((column) => !there.has(column));
  const size = count === null ? "rows not counted yet" : `about ${formatCount(Math.round(count))} rows`;
  return (
    <div className="stack" aria-live="polite">
      <Notice
        tone={draft.target === "new" ? "warn" : "good"}
        title={
          draft.target === "new"
            ? `There is a table ${name} already: it would be used`
            : `${name} has ${columns.length} columns and ${size}`
        }
      >
        {effects[writesOf(draft)]}
      </Notice>
      {missing.length > 0 && (
        <Notice tone="bad" title={`The table has no column ${missing.slice(0, 8).join(", ")}`}>
          Give such columns the names of its own in the section Columns, or leave them out.
        </Notice>
      )}
      <RowsPreview title={`Some rows of ${name}`} columns={columns} rows={rows} />
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
  const hasSchema = listing.schemas?.includes(draft.schema) === true;
  if (!hasSchema) {
    return (
      <Notice tone="warn" title={`There is no schema ${draft.schema}`}>
        Choose one that is there, or have it made: runs make tables, not schemas.
      </Notice>
    );
  }
  if (draft.target === "new") return <Notice tone="good" title={`The first run makes ${name}`} />;
  return (
    <Notice tone="warn" title={`There is no table ${name}`}>
      The first run would make it.
    </Notice>
  );
}
