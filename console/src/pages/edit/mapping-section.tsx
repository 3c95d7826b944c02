import type { ColumnMapping, TypeReport } from "../../api/types.ts";
import { TextField } from "../../parts/field.tsx";
import { FidelityBadge } from "../../parts/fidelity-badge.tsx";
import { needsMaskKey } from "./draft.ts";
import { Section, type SectionProps } from "./form-parts.tsx";

export function MappingSection({ draft, change, secrets, changeSecrets, estimate, problems }: SectionProps) {
  const columns = estimate?.type_report?.columns ?? [];
  const setColumn = (source: string, next: Omit<ColumnMapping, "source"> | undefined) => {
    const others = draft.columns.filter((column) => column.source !== source);
    change({ columns: next && Object.keys(next).length > 0 ? [...others, { source, ...next }] : others });
  };
  return (
    <Section id="mapping" title="Columns" lead="types, names, what is left out and masked">
      {columns.length === 0 && (
        <p className="soft">
          {draft.columns.length === 0
            ? "Every column is copied under its own name. Check the source to see their types and to change that."
            : `${draft.columns.length} columns are mapped. Check the source to see and change them.`}
        </p>
      )}
      {problems.mapping && <p className="field-error">{problems.mapping}</p>}
      {columns.length > 0 && (
        <div className="table-scroll">
          <table className="mapping">
            <thead>
              <tr>
                <th scope="col">Copy</th>
                <th scope="col">Column</th>
                <th scope="col">Type</th>
                <th scope="col">Values</th>
                <th scope="col">Name in PostgreSQL</th>
                <th scope="col">Mask</th>
              </tr>
            </thead>
            <tbody>
              {columns.map((column) => (
                <Row
                  key={column.source}
                  column={column}
                  mapping={draft.columns.find(({ source }) => source === column.source)}
                  onChange={(next) => setColumn(column.source, next)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {needsMaskKey(draft) && (
        <TextField
          label="Mask key"
          type="password"
          autoComplete="new-password"
          value={secrets.maskKey}
          onChange={(maskKey) => changeSecrets({ maskKey })}
          hint="Columns are masked with a key: it is needed at every change."
        />
      )}
    </Section>
  );
}

/** Masks that the form offers; another one of the pipeline stays as it is. */
const masks = { "": undefined, sha256: { method: "sha256" }, redact: { method: "redact" } } as const;

function Row({
  column,
  mapping,
  onChange,
}: {
  readonly column: TypeReport["columns"][number];
  readonly mapping: ColumnMapping | undefined;
  readonly onChange: (next: Omit<ColumnMapping, "source"> | undefined) => void;
}) {
  const { source: _source, exclude = false, ...rest } = mapping ?? { source: column.source };
  const { name, mask, ...others } = rest;
  const isOther = mask !== undefined && mask.method !== "sha256" && mask.method !== "redact";
  return (
    <tr>
      <td>
        <input
          type="checkbox"
          aria-label={`Copy ${column.source}`}
          checked={!exclude}
          onChange={({ target }) => onChange(target.checked ? undefined : { exclude: true })}
        />
      </td>
      <td className="mono">{column.source}</td>
      <td className="mono soft nowrap">
        {column.source_type}
        {!exclude && column.target_type !== null && ` → ${column.target_type}`}
      </td>
      <td title={column.notes.join(" ")}>
        <FidelityBadge fidelity={column.fidelity} />
      </td>
      <td>
        <input
          className="input"
          aria-label={`Name of ${column.source} in PostgreSQL`}
          disabled={exclude}
          value={name ?? ""}
          placeholder={column.target ?? column.source}
          onChange={({ target }) =>
            onChange({ ...others, ...(mask ? { mask } : {}), ...(target.value ? { name: target.value } : {}) })
          }
        />
      </td>
      <td>
        <select
          className="input"
          aria-label={`Mask of ${column.source}`}
          disabled={exclude}
          value={isOther ? "other" : (mask?.method ?? "")}
          onChange={({ target }) => {
            const next = masks[target.value as keyof typeof masks];
            onChange({ ...(name === undefined ? {} : { name }), ...(next ? { mask: next } : {}) });
          }}
        >
          <option value="">None</option>
          <option value="sha256">SHA-256</option>
          <option value="redact">Redact</option>
          {isOther && <option value="other">{mask.method}, as it is</option>}
        </select>
      </td>
    </tr>
  );
}
