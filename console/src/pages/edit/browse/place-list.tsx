import { useState, type KeyboardEvent } from "react";

import { Icon } from "../../../parts/icon.tsx";

/** Further entries are found by typing. */
const maxShown = 200;

/** Shorter lists have no search. */
const findFrom = 9;

/** A list of datasets, schemas or tables. Arrow keys move within it. */
export function PlaceList({
  title,
  items,
  isComplete,
  value,
  onPick,
}: {
  readonly title: string;
  /** Undefined while they are loading, or when their parent is not chosen. */
  readonly items: readonly { readonly name: string; readonly type?: string }[] | undefined;
  readonly isComplete: boolean;
  readonly value: string;
  readonly onPick: (name: string) => void;
}) {
  const [part, setPart] = useState("");
  const found = (items ?? []).filter(({ name }) => name.toLowerCase().includes(part.toLowerCase()));
  const shown = found.slice(0, maxShown);
  // Tab reaches one entry, arrow keys the others.
  const entry = shown.some(({ name }) => name === value) ? value : shown[0]?.name;
  return (
    <div className="place-list">
      <div className="place-head">
        <h3>{title}</h3>
        {items && <span className="faint small">{items.length}</span>}
      </div>
      {(items?.length ?? 0) >= findFrom && (
        <input
          className="input"
          type="search"
          aria-label={`Find in: ${title}`}
          placeholder="Find"
          value={part}
          onChange={({ target }) => setPart(target.value)}
        />
      )}
      <div className="place-items" role="group" aria-label={title}>
        {shown.map(({ name, type }) => (
          <button
            key={name}
            type="button"
            className="place"
            aria-pressed={name === value}
            tabIndex={name === entry ? 0 : -1}
            onClick={() => onPick(name)}
            onKeyDown={moveFocus}
          >
            <span className="place-name">{name}</span>
            {type !== undefined && type !== "TABLE" && <span className="faint small">{type.toLowerCase()}</span>}
            {name === value && <Icon name="check" />}
          </button>
        ))}
        {items && shown.length === 0 && <p className="soft small">{part === "" ? "None." : "No match."}</p>}
      </div>
      {(found.length > shown.length || (items && !isComplete)) && (
        <p className="faint small">More results: type part of the name.</p>
      )}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const { key, currentTarget } = event;
  const to =
    key === "ArrowDown"
      ? currentTarget.nextElementSibling
      : key === "ArrowUp"
        ? currentTarget.previousElementSibling
        : null;
  if (to instanceof HTMLButtonElement) {
    to.focus();
    event.preventDefault();
  }
}
