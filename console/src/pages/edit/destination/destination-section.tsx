import { Button } from "../../../parts/button.tsx";
import { fieldAt, sections } from "../../../pipeline-fields/fields.ts";
import { Fields } from "../form/fields.tsx";
import { FormField } from "../form/form-field.tsx";
import type { Form } from "../form/form.ts";
import { Choices, Section } from "../form/section.tsx";
import { DestinationBrowser, useDestinationListing } from "./destination-browser.tsx";
import { DestinationCheck } from "./destination-check.tsx";
import { TargetFound } from "./target-found.tsx";

export function DestinationSection({ form }: { readonly form: Form }) {
  const { draft, change } = form;
  const listing = useDestinationListing(form);
  return (
    <Section id="destination" {...sections.destination}>
      <FormField field={fieldAt("destination_config.connection_id")!} form={form} />
      <Choices
        legend="Target"
        name="target"
        value={draft.target}
        onChange={(target) => change({ target })}
        options={[
          ["new", "Create a table", "The first run creates it with the columns and types below."],
          ["existing", "Use an existing table", "Its columns, indexes, grants and views stay."],
        ]}
      />
      <Fields
        form={form}
        section="destination"
        except="destination_config.connection_id"
        suggestions={{
          "destination_config.schema": listing.schemas,
          "destination_config.table": draft.target === "new" ? undefined : listing.tables?.map(({ name }) => name),
        }}
      />
      <DestinationCheck access={form}>
        <Button icon="book" aria-expanded={listing.isOpen} disabled={!listing.isPossible} onClick={listing.toggle}>
          {listing.isOpen ? "Close the list" : "Browse the database"}
        </Button>
      </DestinationCheck>
      {listing.isOpen && <DestinationBrowser form={form} listing={listing} />}
      {listing.isOpen && <TargetFound form={form} listing={listing} />}
    </Section>
  );
}
