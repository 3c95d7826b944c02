import { memo } from "react";

import type { ColumnMapping } from "../../../api/types.ts";
import { FidelityBadge } from "../../../parts/fidelity-badge.tsx";
import { isLossy, type MappingRow } from "./mapping-rows.ts";
import { TreatmentInputs } from "./treatment-inputs.tsx";
import { toGroups, treatmentOf, typeOf, withTreatment, type Rule } from "./treatment.ts";

/** One column. Rendered again only after a change of its own rule or report. */
export const MappingTableRow = memo(function MappingTableRow({
  row,
  mapping,
  onChange,
}: {
  readonly row: MappingRow;
  readonly mapping: ColumnMapping | undefined;
  /** Must stay the same function, or every row is rendered again. */
  readonly onChange: (source: string, rule: Rule | undefined) => void;
}) {
  const { source, depth, column, isSplit, isInner } = row;
  const { source: _source, exclude = false, ...rule } = mapping ?? { source };
  const set = (next: Rule | undefined) => onChange(source, next);
  const { name: _name, ...unnamed } = rule;
  const treatment = isSplit && rule.as === undefined ? "" : treatmentOf(rule);
  const target = typeOf(rule) ?? column.target_type;
  return (
    <tr role="row" className={exclude ? "excluded" : ""}>
      <td role="cell">
        <input
          type="checkbox"
          aria-label={`Copy ${source}`}
          checked={!exclude}
          onChange={({ target: box }) => set(box.checked ? undefined : { exclude: true })}
        />
      </td>
      <td role="cell" className="mapped" style={{ paddingLeft: `${12 + depth * 16}px` }}>
        <span className="mono">{depth === 0 ? source : source.split(".").at(-1)}</span>
        <span className="mono faint type">
          {column.source_type}
          {!exclude && target !== null && ` → ${target}`}
        </span>
        {isLossy(row, mapping) && (
          <span className="fidelity" title={column.notes.join(" ")}>
            <FidelityBadge fidelity={column.fidelity} />
            <span className="faint small">{column.notes[0]}</span>
          </span>
        )}
      </td>
      <td role="cell">
        {exclude || isInner ? (
          <span className="faint">{exclude ? "excluded" : "inside of jsonb"}</span>
        ) : (
          <div className="treatment">
            <select
              className="input"
              aria-label={`Conversion of ${source}`}
              value={treatment}
              onChange={({ target: list }) => set(withTreatment(rule, list.value))}
            >
              <option value="">{isSplit && treatment === "" ? "Default: its fields" : "Default"}</option>
              {toGroups(column.choices, treatment).map(({ title, options }) => (
                <optgroup key={title} label={title}>
                  {options.map(([value, text]) => (
                    <option key={value} value={value}>
                      {text}
                    </option>
                  ))}
                </optgroup>
              ))}
            </select>
            <TreatmentInputs source={source} rule={rule} onChange={set} />
          </div>
        )}
      </td>
      <td role="cell">
        {!exclude && !isInner && (
          <input
            className="input"
            aria-label={`Name of ${source} in PostgreSQL`}
            value={rule.name ?? ""}
            placeholder={column.target ?? source.replaceAll(".", "_")}
            onChange={({ target: { value } }) => set({ ...(value ? { name: value } : {}), ...unnamed })}
          />
        )}
      </td>
    </tr>
  );
});
