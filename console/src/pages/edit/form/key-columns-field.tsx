import { useState } from "react";

import { Button } from "../../../parts/button.tsx";
import { Combobox } from "../../../parts/combobox.tsx";
import { Field } from "../../../parts/field.tsx";
import { Icon } from "../../../parts/icon.tsx";
import { targetsOf } from "../mapping/mapping-rows.ts";
import type { ControlProps } from "./form.ts";

/** Columns of the target, added one by one in a fixed order. */
export function KeyColumnsField({ form, label, hint, error }: ControlProps) {
  const [typed, setTyped] = useState("");
  const { draft, estimate, change } = form;
  const key = draft["destination_config.key"];
  const columns = targetsOf(estimate, draft["mapping.columns"]);
  const set = (next: readonly string[]) => change({ "destination_config.key": next });
  const add = (text: string) => {
    const column = text.trim();
    if (column === "") return;
    set([...key.filter((one) => one !== column), column]);
    setTyped("");
  };
  return (
    <div className="stack tight">
      {columns.length > 0 ? (
        <Combobox
          label={label}
          hint={hint}
          placeholder={key.length === 0 ? "Choose a column" : "Add another column"}
          value=""
          options={columns.filter((column) => !key.includes(column))}
          onChange={add}
          error={error}
        />
      ) : (
        <Field label={label} error={error} hint={<>{hint} Check the source to choose from its columns.</>}>
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
                // Typed text that was not added would be lost.
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
      )}
      {key.length > 0 && <Chosen columns={key} onRemove={(column) => set(key.filter((one) => one !== column))} />}
    </div>
  );
}

function Chosen({
  columns,
  onRemove,
}: {
  readonly columns: readonly string[];
  readonly onRemove: (column: string) => void;
}) {
  return (
    <ul className="chips" aria-label="Selected key columns">
      {columns.map((column) => (
        <li key={column}>
          <button
            type="button"
            className="chip removable"
            aria-label={`Remove the key column ${column}`}
            onClick={() => onRemove(column)}
          >
            <span className="mono">{column}</span>
            <Icon name="cross" />
          </button>
        </li>
      ))}
    </ul>
  );
}
