import { useState } from "react";

import { Button } from "../../parts/button.tsx";
import { Combobox } from "../../parts/combobox.tsx";
import { Field } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";

/** Chooses columns, one after the other: their order stays. */
export function KeyField({
  value,
  onChange,
  columns,
  error,
}: {
  readonly value: readonly string[];
  readonly onChange: (columns: readonly string[]) => void;
  /** Those that there are, where they are known. */
  readonly columns: readonly string[];
  readonly error: string | undefined;
}) {
  const [typed, setTyped] = useState("");
  const others = columns.filter((column) => !value.includes(column));
  const add = (column: string) => {
    if (column.trim() === "") return;
    onChange([...value.filter((one) => one !== column.trim()), column.trim()]);
    setTyped("");
  };
  const chosen = value.length > 0 && (
    <ul className="chips" aria-label="Chosen key columns">
      {value.map((column) => (
        <li key={column}>
          <button
            type="button"
            className="chip removable"
            aria-label={`Remove the key column ${column}`}
            onClick={() => onChange(value.filter((one) => one !== column))}
          >
            <span className="mono">{column}</span>
            <Icon name="cross" />
          </button>
        </li>
      ))}
    </ul>
  );
  if (columns.length > 0) {
    return (
      <div className="stack tight">
        <Combobox
          label="Key columns"
          hint="What identifies a row, by the names in PostgreSQL."
          placeholder={value.length === 0 ? "Choose a column" : "Add another column"}
          value=""
          options={others}
          onChange={add}
          error={error}
        />
        {chosen}
      </div>
    );
  }
  return (
    <div className="stack tight">
      <Field
        label="Key columns"
        error={error}
        hint="What identifies a row. Check the source to choose from its columns."
      >
        {(ties) => (
          <div className="joined">
            <input
              {...ties}
              className="input"
              autoComplete="off"
              spellCheck={false}
              value={typed}
              placeholder="order_id"
              onChange={({ target }) => setTyped(target.value)}
              // What was typed and not added would be lost.
              onBlur={() => add(typed)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== ",") return;
                event.preventDefault();
                add(typed);
              }}
            />
            <Button icon="plus" onClick={() => add(typed)}>
              Add
            </Button>
          </div>
        )}
      </Field>
      {chosen}
    </div>
  );
}
