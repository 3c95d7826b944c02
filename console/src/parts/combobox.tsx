import { Combobox as Base } from "@base-ui/react/combobox";
import { useState, type ReactNode } from "react";

import { Field } from "./field.tsx";

/** Limit of options shown at once; the others are found by typing. */
const maxShown = 60;

/** Selects one of many texts by typing parts of it. */
export function Combobox({
  label,
  hint,
  error,
  placeholder,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Shown while nothing is chosen. */
  readonly placeholder?: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  /** Undefined until the user types: the input shows the value. */
  const [typed, setTyped] = useState<string>();
  return (
    <Base.Root
      items={options}
      value={value || null}
      onValueChange={(option) => option !== null && onChange(option)}
      inputValue={typed ?? value}
      onInputValueChange={(text, { reason }) => setTyped(reason === "input-change" ? text : undefined)}
      onOpenChange={(isOpen) => !isOpen && setTyped(undefined)}
      filter={hasWords}
      limit={maxShown}
      autoHighlight
    >
      <Field label={label} hint={hint} error={error}>
        {(ties) => (
          <Base.Input
            {...ties}
            className="input"
            placeholder={value || placeholder}
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <Base.Portal>
        <Base.Positioner className="positioner" sideOffset={4}>
          <Base.Popup className="options">
            <Base.List aria-label={label}>
              {(option: string) => (
                <Base.Item key={option} value={option}>
                  {option}
                </Base.Item>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** `new york` finds America/New_York. */
function hasWords(option: string, query: string): boolean {
  const text = toWords(option);
  return toWords(query)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function toWords(text: string): string {
  return text.toLowerCase().replaceAll("_", " ");
}
