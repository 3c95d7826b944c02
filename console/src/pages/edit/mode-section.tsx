import { SelectField, TextField } from "../../parts/field.tsx";
import { Choices, Section, type SectionProps } from "./form-parts.tsx";

export function ModeSection({ draft, change, problems, estimate }: SectionProps) {
  const isKeyed = draft.mode === "merge" || draft.mode === "mirror" || draft.mode === "history";
  const addsRows = draft.mode === "append" || draft.mode === "merge" || draft.mode === "stream";
  const isIncremental = draft.mode === "stream" || (addsRows && draft.isIncremental);
  const columns = estimate?.columns.map(({ name }) => name) ?? [];
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
      <div className="fields">
        {(isKeyed || (addsRows && draft.key.length > 0)) && (
          <TextField
            label="Key columns"
            value={draft.key.join(", ")}
            onChange={(text) => change({ key: text.split(/\s*,\s*/).filter((name, at) => name !== "" || at === 0) })}
            error={problems["destination_config.key"]}
            hint={columns.length > 0 ? `Of ${columns.slice(0, 6).join(", ")} …` : "What identifies a row; with commas."}
          />
        )}
        {addsRows && (
          <TextField
            label="Cursor column"
            value={draft.cursorColumn}
            onChange={(cursorColumn) => change({ cursorColumn })}
            error={problems["source_config.cursor_column"]}
            hint="Grows with every new or changed row."
          />
        )}
        {draft.mode === "stream" && (
          <TextField
            label="Seconds between reads"
            type="number"
            value={draft.intervalSeconds}
            onChange={(intervalSeconds) => change({ intervalSeconds })}
            error={problems["source_config.interval_seconds"]}
          />
        )}
        <SelectField
          label="When the source's columns change"
          value={draft.schemaDrift}
          onChange={(schemaDrift) => change({ schemaDrift })}
          options={[
            ["", "As usual for the mode"],
            ["evolve", "Add new columns"],
            ["freeze", "Stop with an error"],
            ["ignore_new", "Leave new columns out"],
          ]}
        />
      </div>
      {(draft.mode === "append" || draft.mode === "merge") && (
        <label className="check">
          <input
            type="checkbox"
            checked={draft.isIncremental}
            onChange={({ target }) => change({ isIncremental: target.checked })}
          />
          Read only rows beyond the cursor column's last value
        </label>
      )}
      {!isIncremental && (
        <label className="check">
          <input
            type="checkbox"
            checked={draft.skipUnchanged}
            onChange={({ target }) => change({ skipUnchanged: target.checked })}
          />
          Skip a run when the source has not changed
        </label>
      )}
      {problems["source_config.read"] && <p className="field-error">{problems["source_config.read"]}</p>}
    </Section>
  );
}
