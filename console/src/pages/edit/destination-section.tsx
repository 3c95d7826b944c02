import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { TlsField } from "../../parts/tls-field.tsx";
import { ConnectionField } from "./connection-field.tsx";
import { DestinationBrowser, useDestinationListing } from "./destination-browser.tsx";
import { DestinationCheck } from "./destination-check.tsx";
import { Choices, Section, type SectionProps } from "./form-parts.tsx";
import { TargetFound } from "./target-found.tsx";

export function DestinationSection(props: SectionProps) {
  const { draft, change, problems } = props;
  const listing = useDestinationListing(props);
  const isNew = draft.target === "new";
  return (
    <Section id="destination" title="Destination" lead="the PostgreSQL table that is filled">
      <ConnectionField
        label="PostgreSQL connection"
        kind="postgres"
        value={draft.destinationConnection}
        onChange={(destinationConnection) => change({ destinationConnection })}
        error={problems["destination_config.connection_id"]}
      />
      {draft.destinationConnection === "" && <Server {...props} />}
      <Choices
        legend="Target"
        name="target"
        value={draft.target}
        onChange={(target) => change({ target })}
        options={[
          ["new", "Make a new table", "The first run makes it, with the columns and types below."],
          ["existing", "Use one that is there", "Its columns, indexes, grants and views stay."],
        ]}
      />
      <div className="fields">
        <TextField
          label="Schema"
          value={draft.schema}
          onChange={(schema) => change({ schema })}
          suggestions={listing.schemas}
          error={problems["destination_config.schema"]}
          required
        />
        <TextField
          label="Target table"
          value={draft.targetTable}
          onChange={(targetTable) => change({ targetTable })}
          suggestions={isNew ? undefined : listing.tables?.map(({ name }) => name)}
          error={problems["destination_config.table"]}
          hint={isNew ? "A name of your choice." : "Browse the database to choose it."}
          required
        />
      </div>
      <DestinationCheck access={props}>
        <Button icon="book" aria-expanded={listing.isOpen} disabled={!listing.isPossible} onClick={listing.toggle}>
          {listing.isOpen ? "Close the database" : "Browse the database"}
        </Button>
      </DestinationCheck>
      {listing.isOpen && <DestinationBrowser {...props} listing={listing} />}
      {listing.isOpen && <TargetFound {...props} listing={listing} />}
    </Section>
  );
}

/** Where no stored connection says it. */
function Server({ draft, change, secrets, changeSecrets, problems, base }: SectionProps) {
  return (
    <div className="fields">
      <TextField
        label="Host"
        value={draft.host}
        onChange={(host) => change({ host })}
        error={problems["destination_config.host"]}
        required
      />
      <TextField
        label="Port"
        type="number"
        value={draft.port}
        onChange={(port) => change({ port })}
        error={problems["destination_config.port"]}
      />
      <TextField
        label="Database"
        value={draft.database}
        onChange={(database) => change({ database })}
        error={problems["destination_config.database"]}
        required
      />
      <TextField
        label="User"
        value={draft.user}
        onChange={(user) => change({ user })}
        error={problems["destination_config.user"]}
        required
      />
      <TextField
        label="Password"
        type="password"
        autoComplete="new-password"
        value={secrets.password}
        onChange={(password) => changeSecrets({ password })}
        error={problems["destination_config.password"]}
        hint={base ? "Left empty, the stored one stays." : "Stored encrypted, never shown again."}
      />
      <TlsField value={draft.sslMode} onChange={(sslMode) => change({ sslMode })} />
    </div>
  );
}
