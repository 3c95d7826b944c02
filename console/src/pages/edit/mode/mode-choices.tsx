import type { ControlProps } from "../form/form.ts";
import { Choices } from "../form/section.tsx";

export function ModeChoices({ form: { draft, change }, label, error }: ControlProps) {
  return (
    <div className="wide">
      <Choices
        legend={label}
        name="mode"
        value={draft.mode}
        error={error}
        onChange={(mode) => change({ mode })}
        options={[
          ["replace", "Replace", "Replaces all rows at once."],
          ["append", "Append", "Adds rows; changes none."],
          ["merge", "Merge", "Adds or updates rows by their key."],
          ["mirror", "Mirror", "Merges, and deletes rows that the source no longer has."],
          ["history", "History", "Keeps every version of each row, with its time."],
          ["stream", "Stream", "Reads new rows every few seconds, by a cursor column."],
        ]}
      />
    </div>
  );
}
