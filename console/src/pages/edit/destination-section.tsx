import { SelectField, TextField } from "../../parts/field.tsx";
import { DestinationCheck } from "./destination-check.tsx";
import { Section, type SectionProps } from "./form-parts.tsx";

export function DestinationSection({ draft, change, secrets, changeSecrets, problems, base }: SectionProps) {
  return (
    <Section id="destination" title="Destination" lead="the PostgreSQL table that is filled">
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
        <SelectField
          label="TLS"
          value={draft.sslMode}
          onChange={(sslMode) => change({ sslMode })}
          options={[
            ["", "As the loader is set up"],
            ["disable", "Off"],
            ["require", "On"],
            ["verify-full", "On, and the certificate is verified"],
          ]}
        />
        <TextField
          label="Schema"
          value={draft.schema}
          onChange={(schema) => change({ schema })}
          error={problems["destination_config.schema"]}
        />
        <TextField
          label="Target table"
          value={draft.targetTable}
          onChange={(targetTable) => change({ targetTable })}
          error={problems["destination_config.table"]}
          hint="Made by the first run if there is none."
          required
        />
      </div>
      <DestinationCheck draft={draft} secrets={secrets} />
    </Section>
  );
}
