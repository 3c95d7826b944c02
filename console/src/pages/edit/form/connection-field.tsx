import { useQuery } from "@tanstack/react-query";

import { connectionsQuery } from "../../../api/queries.ts";
import type { Connection } from "../../../api/types.ts";
import { SelectField } from "../../../parts/field.tsx";
import { ErrorNotice } from "../../../parts/notice.tsx";
import type { ControlProps } from "./form.ts";

/** Selects a stored connection of a kind, or none: then the server's fields are typed. */
export function ConnectionField({
  label,
  kind,
  value,
  onChange,
  error,
}: Pick<ControlProps, "label" | "error"> & {
  readonly kind: Connection["kind"];
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const { data, error: failure } = useQuery(connectionsQuery);
  const fitting = data?.filter((connection) => connection.kind === kind) ?? [];
  const chosen = fitting.find(({ id }) => id === value);
  if (failure && value === "") return null;
  // Nothing to select from, and nothing selected.
  if (fitting.length === 0 && value === "") return null;
  return (
    <div className="fields">
      <SelectField
        label={label}
        value={value}
        onChange={onChange}
        error={error}
        hint={chosen ? describe(chosen) : value === "" ? "For this pipeline only." : "Unknown name."}
        options={[
          ["", "None: enter the server below"],
          ...fitting.map(({ id, name }) => [id, name] as const),
          // The selected one is shown before the list has loaded.
          ...(chosen || value === "" ? [] : [[value, "A stored connection"] as const]),
        ]}
      />
      {failure && <ErrorNotice error={failure} />}
    </div>
  );
}

function describe(connection: Connection): string {
  if (connection.kind === "bigquery") return `Project ${connection.config.project}, with its stored credentials.`;
  const { host, port, database, user } = connection.config;
  return `${database} on ${host}:${port} as ${user}, with its stored password.`;
}
