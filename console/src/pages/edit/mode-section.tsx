import { SelectField, TextField } from "../../parts/field.tsx";
import { SpanField } from "../../parts/span-field.tsx";
import { isKeyed, isWhole, readsIncrements } from "./draft.ts";
import { Check, Choices, optionsOf, Section, type SectionProps } from "./form-parts.tsx";
import { KeyField } from "./key-field.tsx";
import { targetsOf } from "./mapping-rows.ts";
import { Policies } from "./policies.tsx";

/** Types that have an order which an increment can go on from. */
const cursorTypes = /^(?:INT64|NUMERIC|BIGNUMERIC|STRING|DATE|DATETIME|TIMESTAMP)(?:\(|$)/;

export function ModeSection(props: SectionProps) {
  const { draft, change, problems, estimate } = props;
  const isIncremental = readsIncrements(draft);
  const targets = targetsOf(estimate, draft.columns);
  const mayRepeat = draft.mode === "append" || draft.mode === "merge";
  return (
    <Section id="mode" title="Mode and policies" lead="how rows become the table">
      <Choices
        legend="Mode"
        name="mode"
        value={draft.mode}
        onChange={(mode) => change({ mode })}
        options={[
          ["replace", "Replace", "The table becomes the source, all at once."],
          ["append", "Append", "Rows are added; nothing is changed."],
          ["merge", "Merge", "Rows are added or updated by their key."],
          ["mirror", "Mirror", "As merge, and what the source no longer has is deleted."],
          ["history", "History", "Every version of each row, with its time."],
          ["stream", "Stream", "New rows every few seconds, by a cursor column."],
        ]}
      />
      {problems.mode && <p className="field-error">{problems.mode}</p>}
      {mayRepeat && (
        <Check
          text="Read only rows beyond the cursor column's last value"
          hint="Each run after the first is a query that BigQuery bills."
          isOn={draft.isIncremental}
          onChange={(isIncremental) => change({ isIncremental })}
        />
      )}
      {problems["source_config.read"] && <p className="field-error">{problems["source_config.read"]}</p>}
      <div className="fields">
        {draft.mode === "stream" && (
          <>
            <SelectField
              label="What becomes of the rows"
              value={draft.streamWrites}
              onChange={(streamWrites) => change({ streamWrites })}
              options={[
                ["append", "They are added"],
                ["merge", "They are added or updated by their key"],
              ]}
            />
            <SpanField
              label="Read every"
              seconds={draft.intervalSeconds}
              onChange={(intervalSeconds) => change({ intervalSeconds })}
              error={problems["source_config.interval_seconds"]}
            />
          </>
        )}
        {(isKeyed(draft) || draft.key.length > 0) && (
          <KeyField
            value={draft.key}
            onChange={(key) => change({ key })}
            columns={targets}
            error={problems["destination_config.key"]}
          />
        )}
        {(isIncremental || isKeyed(draft) || draft.cursorColumn !== "") && (
          <CursorField {...props} isNeeded={isIncremental} />
        )}
        {isIncremental && (
          <SpanField
            label="Read again the last"
            seconds={draft.lookbackSeconds}
            onChange={(lookbackSeconds) => change({ lookbackSeconds })}
            error={problems["source_config.lookback_seconds"]}
            hint="For rows that arrive late; with merge, or they come twice. TIMESTAMP and DATETIME only."
          />
        )}
        {draft.mode === "mirror" && (
          <SelectField
            label="Rows that are gone"
            value={draft.deleteMode}
            onChange={(deleteMode) => change({ deleteMode })}
            options={optionsOf("As usual: deleted", [
              ["hard", "Deleted"],
              ["soft", "Kept, with _deleted_at"],
            ])}
            error={problems["destination_config.delete_mode"]}
          />
        )}
        {draft.mode === "replace" && (
          <SelectField
            label="How it replaces"
            value={draft.replaceBy}
            onChange={(replaceBy) => change({ replaceBy })}
            options={optionsOf("As usual: whichever loses nothing", [
              ["auto", "Whichever loses nothing"],
              ["swap", "By swapping tables, or not at all"],
              ["in_place", "Row by row, in the same table"],
            ])}
            error={problems["destination_config.replace_by"]}
          />
        )}
        {!isIncremental && (
          <SelectField
            label="When the source has not changed"
            value={draft.skipUnchanged}
            onChange={(skipUnchanged) => change({ skipUnchanged })}
            options={optionsOf(
              isWhole(draft) || isKeyed(draft) ? "As usual: schedules skip it" : "As usual: it is read",
              [
                ["always", "No run reads it again"],
                ["never", "It is read all the same"],
              ],
            )}
          />
        )}
      </div>
      <Policies {...props} />
    </Section>
  );
}

/** A chooser where the columns are known. */
function CursorField({ draft, change, problems, estimate, isNeeded }: SectionProps & { readonly isNeeded: boolean }) {
  const error = problems["source_config.cursor_column"];
  const hint = isNeeded
    ? "Grows with every new or changed row."
    : "Of several rows with one key the one with the greatest value counts.";
  const known = estimate?.columns ?? [];
  const fitting = known.filter(({ type }) => cursorTypes.test(type)).map(({ name }) => name);
  const value = draft.cursorColumn;
  if (fitting.length === 0) {
    return (
      <TextField
        label="Cursor column"
        value={value}
        onChange={(cursorColumn) => change({ cursorColumn })}
        error={error}
        hint={hint}
      />
    );
  }
  return (
    <SelectField
      label="Cursor column"
      value={value}
      onChange={(cursorColumn) => change({ cursorColumn })}
      error={error}
      hint={hint}
      options={[
        ["", isNeeded ? "Choose a column" : "None"],
        ...(value === "" || fitting.includes(value) ? [] : [[value, value] as const]),
        ...known
          .filter(({ name }) => fitting.includes(name))
          .map(({ name, type }) => [name, `${name} (${type.toLowerCase()})`] as const),
      ]}
    />
  );
}
