import { useState, type ReactNode } from "react";

import { spanUnits, toSeconds, toSpan, type Span, type SpanUnit } from "../format/spans.ts";
import { Field } from "./field.tsx";

/** A span of time with its unit. */
export function SpanField({
  label,
  hint,
  error,
  placeholder,
  seconds,
  onChange,
}: {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** The default, in seconds. */
  readonly placeholder?: string;
  /** As text; empty for the default. */
  readonly seconds: string;
  readonly onChange: (seconds: string) => void;
}) {
  // Kept here, so that 90 minutes do not become 1.5 hours while the user types.
  const [span, setSpan] = useState<Span>(() => ({
    count: toSpan(seconds).count,
    unit: toSpan(seconds || placeholder || "").unit,
  }));
  const change = (next: Span) => {
    setSpan(next);
    onChange(toSeconds(next));
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(ties) => (
        <div className="joined">
          <input
            {...ties}
            className="input"
            inputMode="decimal"
            autoComplete="off"
            value={span.count}
            placeholder={placeholder && toSpan(placeholder).count}
            onChange={({ target }) => change({ ...span, count: target.value })}
          />
          <select
            className="input"
            aria-label={`Unit of: ${label}`}
            value={span.unit}
            onChange={({ target }) => change({ ...span, unit: target.value as SpanUnit })}
          >
            {spanUnits.map(([unit]) => (
              <option key={unit}>{unit}</option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}
