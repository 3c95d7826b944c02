import { useQuery } from "@tanstack/react-query";

import { connectionsQuery } from "../../api/queries.ts";
import type { Connection } from "../../api/types.ts";
import { SelectField } from "../../parts/field.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";

/** A stored connection of a kind, or none: then the server is typed in. */
export function ConnectionField({
  label,
  kind,
  value,
  onChange,
  error,
}: {
  readonly label: string;
  readonly kind: Connection["kind"];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly error: string | undefined;
}) {
  const { data, error: failure } = useQuery(connectionsQuery);
  const fitting = data?.filter((connection) => connection.kind === kind) ?? [];
  const chosen = fitting.find(({ id }) => id === value);
  if (failure && value === "") return null;
  // Nothing to choose from, and nothing chosen.
  if (fitting.length === 0 && value === "") return null;
  return (
    <div className="fields">
      <SelectField
        label={label}
        value={value}
        onChange={onChange}
        error={error}
        hint={chosen ? describe(chosen) : value === "" ? "Typed in for this pipeline alone." : "Its name is not known."}
        options={[
          ["", "None: type it in below"],
          ...fitting.map(({ id, name }) => [id, name] as const),
          // So that what is set is shown also before the list is there.
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
