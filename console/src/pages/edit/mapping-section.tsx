import { useCallback, useMemo, useState } from "react";

import { formatCount } from "../../format/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { Notice } from "../../parts/notice.tsx";
import { needsMaskKey } from "./draft.ts";
import { hasProblem, Section, type SectionProps } from "./form-parts.tsx";
import { MappingOptions } from "./mapping-options.tsx";
import { isLossy, isShown, toMappingRows, withInnerFields, withRule, type MappingFilter } from "./mapping-rows.ts";
import { MappingTable } from "./mapping-table.tsx";
import type { Rule } from "./treatment.ts";
import type { SourceLook } from "./use-estimate.ts";

export function MappingSection(props: SectionProps & { readonly look: SourceLook }) {
  const { draft, secrets, changeSecrets, problems, estimate, look, base } = props;
  const wrong = Object.entries(problems).filter(([field]) => field.startsWith("mapping"));
  return (
    <Section id="mapping" title="Columns" lead="types, names, what is left out and masked">
      {wrong.map(([field, message]) => (
        <p key={field} className="field-error">
          {field === "mapping.mask_key" ? "The mask key " : ""}
          {message}
        </p>
      ))}
      {estimate?.type_report ? (
        <Columns {...props} />
      ) : (
        <div className="stack tight">
          <p className="soft">
            {draft.columns.length === 0
              ? "Every column is copied under its own name. Check the source to see their types and to change that."
              : `${draft.columns.length} columns are mapped. Check the source to see and change them.`}
          </p>
          <div>
            <Button icon="search" isBusy={look.isBusy} onClick={look.look}>
              Show the columns
            </Button>
          </div>
        </div>
      )}
      {needsMaskKey(draft) && (
        <div className="fields">
          <TextField
            label="Mask key"
            type="password"
            autoComplete="new-password"
            value={secrets.maskKey}
            onChange={(maskKey) => changeSecrets({ maskKey })}
            error={hasProblem(problems, "mapping.mask_key") ? problems["mapping.mask_key"] : undefined}
            hint={
              base
                ? "Needed at every change; another key gives other values."
                : "16 characters at least. Keep it: every change of the pipeline needs it again."
            }
          />
        </div>
      )}
      <MappingOptions {...props} />
    </Section>
  );
}

/** The table with what finds columns in it, and what is said about many at once. */
function Columns({ draft, change, estimate }: SectionProps) {
  const [part, setPart] = useState("");
  const [filter, setFilter] = useState<MappingFilter>("all");
  const found = useMemo(() => (estimate ? toMappingRows(estimate) : []), [estimate]);
  const rows = useMemo(() => withInnerFields(found, draft.columns), [found, draft.columns]);
  const rules = useMemo(() => new Map(draft.columns.map((column) => [column.source, column])), [draft.columns]);
  const shown = useMemo(
    () => rows.filter((row) => isShown(row, rules.get(row.source), filter, part)),
    [rows, rules, filter, part],
  );
  const setRule = useCallback(
    (source: string, rule: Rule | undefined) => change(({ columns }) => ({ columns: withRule(columns, source, rule) })),
    [change],
  );
  const setAll = (rule: Rule | undefined) =>
    change(({ columns }) => {
      const chosen = new Set(shown.map(({ source }) => source));
      const others = columns.filter(({ source }) => !chosen.has(source));
      return {
        columns: rule === undefined ? others : [...others, ...[...chosen].map((source) => ({ source, ...rule }))],
      };
    });
  const known = new Set(rows.map(({ source }) => source));
  const lost = draft.columns.filter(({ source }) => !known.has(source));
  const columns = rows.filter(({ isSplit }) => !isSplit);
  const copied = columns.filter(({ source }) => rules.get(source)?.exclude !== true);
  const lossy = rows.filter((row) => isLossy(row, rules.get(row.source))).length;
  return (
    <>
      {estimate?.type_report?.problems.map((problem) => (
        <Notice key={problem} tone="bad" title="This mapping cannot run">
          {problem}
        </Notice>
      ))}
      {lost.length > 0 && (
        <Notice tone="warn" title={`The source has no ${lost.map(({ source }) => source).join(", ")}`}>
          <Button isSmall onClick={() => change({ columns: draft.columns.filter((column) => !lost.includes(column)) })}>
            Forget what is said about {lost.length === 1 ? "it" : "them"}
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
          <option value="changed">Changed here</option>
          <option value="excluded">Left out</option>
          <option value="lossy">May change</option>
        </select>
        <Button isSmall onClick={() => setAll(undefined)}>
          Reset {shown.length === rows.length ? "all" : "these"}
        </Button>
        <Button isSmall onClick={() => setAll({ exclude: true })}>
          Leave {shown.length === rows.length ? "all" : "these"} out
        </Button>
        <span className="faint small end" role="status">
          {formatCount(copied.length)} of {formatCount(columns.length)} are copied
          {lossy > 0 && `, ${formatCount(lossy)} may change`}
          {shown.length < rows.length && `, ${formatCount(shown.length)} shown`}
        </span>
      </div>
      <MappingTable rows={shown} rules={rules} onChange={setRule} />
    </>
  );
}
