import { Button } from "../../../parts/button.tsx";
import { fieldAt, sections } from "../../../pipeline-fields/fields.ts";
import { Fields, Folds } from "../form/fields.tsx";
import { FormField } from "../form/form-field.tsx";
import type { Form } from "../form/form.ts";
import { Choices, Section } from "../form/section.tsx";
import { SourceBrowser, useSourceListing } from "./source-browser.tsx";
import { SourceFound } from "./source-check.tsx";

export function SourceSection({ form }: { readonly form: Form }) {
  const { draft, change, look } = form;
  const listing = useSourceListing(form);
  const isTable = draft.reads === "table";
  const isPossible = draft["source_config.connection_id"] !== "" || draft["source_config.project"] !== "";
  return (
    <Section id="source" {...sections.source}>
      <FormField field={fieldAt("source_config.connection_id")!} form={form} />
      <Choices
        legend="What to read"
        name="reads"
        value={draft.reads}
        onChange={(reads) => change({ reads })}
        options={[
          ["table", "Table", "Stored rows are read at no cost."],
          ["query", "Query", "BigQuery bills what the query scans."],
        ]}
      />
      <Fields
        form={form}
        section="source"
        except="source_config.connection_id"
        suggestions={{
          "source_config.dataset": listing.datasets,
          "source_config.table": listing.tables?.map(({ name }) => name),
        }}
      />
      <Folds form={form} section="source" />
      <div className="buttons">
        <Button icon="search" isBusy={look.isBusy} onClick={look.look}>
          Check the source
        </Button>
        {isTable && (
          <Button icon="book" aria-expanded={listing.isOpen} disabled={!isPossible} onClick={listing.toggle}>
            {listing.isOpen ? "Close the list" : "Browse the datasets"}
          </Button>
        )}
      </div>
      {listing.isOpen && isTable && <SourceBrowser form={form} listing={listing} />}
      <SourceFound access={form} look={look} />
    </Section>
  );
}
