import { useId, useState } from "react";

import { Field } from "./field.tsx";

/** A few hundred options are found by typing; more than this many are never shown at once. */
const maxShown = 60;

/** Chooses one of many texts by typing a part of it (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */
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
  readonly hint?: string;
  readonly error?: string | undefined;
  /** While nothing is chosen. */
  readonly placeholder?: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  const listId = useId();
  /** Undefined while the list is closed. */
  const [typed, setTyped] = useState<string>();
  const [active, setActive] = useState(0);
  const words = (typed ?? "").toLowerCase().replaceAll("_", " ").split(/\s+/);
  const shown =
    typed === undefined
      ? []
      : options.filter((option) => words.every((word) => toWords(option).includes(word))).slice(0, maxShown);

  const choose = (option: string | undefined) => {
    if (option !== undefined) onChange(option);
    setTyped(undefined);
  };
  const move = (by: number) => {
    if (typed === undefined) setTyped("");
    else setActive((at) => Math.max(0, Math.min(shown.length - 1, at + by)));
  };
  const onKey = (key: string): boolean => {
    if (key === "ArrowDown") move(1);
    else if (key === "ArrowUp") move(-1);
    else if (key === "Enter" && typed !== undefined) choose(shown[active]);
    else if (key === "Escape" && typed !== undefined) setTyped(undefined);
    else return false;
    return true;
  };

  return (
    <Field label={label} hint={hint} error={error}>
      {(ties) => (
        <div className="combobox">
          <input
            {...ties}
            className="input"
            role="combobox"
            autoComplete="off"
            aria-expanded={shown.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
            value={typed ?? value}
            placeholder={value || placeholder}
            onFocus={(event) => event.target.select()}
            onClick={() => setTyped((text) => text ?? "")}
            onBlur={() => setTyped(undefined)}
            onChange={(event) => {
              setTyped(event.target.value);
              setActive(0);
            }}
            onKeyDown={(event) => {
              if (onKey(event.key)) event.preventDefault();
            }}
          />
          {shown.length > 0 && (
            <div className="options" role="listbox" id={listId} aria-label={label} tabIndex={-1}>
              {shown.map((option, index) => (
                <div
                  key={option}
                  role="option"
                  id={`${listId}-${index}`}
                  aria-selected={index === active}
                  // Before the input loses the focus.
                  onPointerDown={(event) => {
                    event.preventDefault();
                    choose(option);
                  }}
                >
                  {option}
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </Field>
  );
}

function toWords(option: string): string {
  return option.toLowerCase().replaceAll("_", " ");
}
