import { useCallback, useMemo, useState } from "react";

import type { ColumnMapping } from "../../../api/types.ts";
import { formatCount } from "../../../format/numbers.ts";
import { Button } from "../../../parts/button.tsx";
import { Notice } from "../../../parts/notice.tsx";
import type { ControlProps, Form } from "../form/form.ts";
import {
  isKnown,
  isLossy,
  isShown,
  toMappingRows,
  withInnerFields,
  withoutInner,
  withRule,
  type MappingFilter,
} from "./mapping-rows.ts";
import { MappingTable } from "./mapping-table.tsx";
import type { Rule } from "./treatment.ts";

/** The columns of the source, once it has been checked. */
export function MappingGrid({ form, error }: ControlProps) {
  const { draft, estimate, look } = form;
  const { length } = draft["mapping.columns"];
  return (
    <div className="stack wide">
      {error && <p className="field-error">{error}</p>}
      {estimate?.type_report ? (
        <Columns {...form} />
      ) : (
        <div className="stack tight">
          <p className="soft">
            {length === 0
              ? "All columns are copied under their own names."
              : `${formatCount(length)} columns are mapped.`}{" "}
            Check the source to see and change the columns.
          </p>
          <div>
            <Button icon="search" isBusy={look.isBusy} onClick={look.look}>
              Show the columns
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** The table, its filters and the actions on many columns. */
function Columns({ draft, change, estimate }: Form) {
  const [part, setPart] = useState("");
  const [filter, setFilter] = useState<MappingFilter>("all");
  const found = useMemo(() => (estimate ? toMappingRows(estimate) : []), [estimate]);
  const mapped = draft["mapping.columns"];
  const rows = useMemo(() => withInnerFields(found, mapped), [found, mapped]);
  const rules = useMemo(() => new Map(mapped.map((column) => [column.source, column])), [mapped]);
  const shown = useMemo(
    () => rows.filter((row) => isShown(row, rules.get(row.source), filter, part)),
    [rows, rules, filter, part],
  );
  const set = useCallback(
    (next: (columns: readonly ColumnMapping[]) => readonly ColumnMapping[]) =>
      change((old) => ({ "mapping.columns": next(old["mapping.columns"]) })),
    [change],
  );
  const setRule = useCallback(
    (source: string, rule: Rule | undefined) => set((columns) => withRule(columns, source, rule)),
    [set],
  );
  const setAll = (rule: Rule | undefined) =>
    set((columns) => {
      const sources = new Set(shown.map(({ source }) => source));
      const others = columns.filter(({ source }) => !sources.has(source));
      if (rule === undefined) return others;
      return [...others, ...withoutInner(shown).map(({ source }) => ({ source, ...rule }))];
    });
  const lost = mapped.filter(({ source }) => !isKnown(source, rows, rules));
  const columns = rows.filter(({ isSplit, isInner }) => !isSplit && !isInner);
  const copied = columns.filter(({ source }) => rules.get(source)?.exclude !== true);
  const lossy = rows.filter((row) => isLossy(row, rules.get(row.source))).length;
  return (
    <>
      {estimate?.type_report?.problems.map((problem) => (
        <Notice key={problem} tone="bad" title="Invalid mapping">
          {problem}
        </Notice>
      ))}
      {lost.length > 0 && (
        <Notice tone="warn" title={`The source has no ${lost.map(({ source }) => source).join(", ")}`}>
          <Button isSmall onClick={() => set((columns) => columns.filter((column) => !lost.includes(column)))}>
            Remove {lost.length === 1 ? "this rule" : "these rules"}
          </Button>
        </Notice>
      )}
      <div className="toolbar">
        <input
          className="input"
          type="search"
          aria-label="Find a column"
          placeholder="Find a column"
          value={part}
          onChange={({ target }) => setPart(target.value)}
        />
        <select
          className="input narrow"
          aria-label="Which columns"
          value={filter}
          onChange={({ target }) => setFilter(target.value as MappingFilter)}
        >
          <option value="all">All columns</option>
          <option value="changed">Changed</option>
          <option value="excluded">Excluded</option>
          <option value="lossy">Values may change</option>
        </select>
        <Button isSmall onClick={() => setAll(undefined)}>
          Reset {shown.length === rows.length ? "all" : "these"}
        </Button>
        <Button isSmall onClick={() => setAll({ exclude: true })}>
          Exclude {shown.length === rows.length ? "all" : "these"}
        </Button>
        <span className="faint small end" role="status">
          {formatCount(copied.length)} of {formatCount(columns.length)} copied
          {lossy > 0 && `, ${formatCount(lossy)} may change`}
          {shown.length < rows.length && `, ${formatCount(shown.length)} shown`}
        </span>
      </div>
      <MappingTable rows={shown} rules={rules} onChange={setRule} />
    </>
  );
}
