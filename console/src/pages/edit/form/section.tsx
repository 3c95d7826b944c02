import type { ReactNode } from "react";

import { Card } from "../../../parts/page.tsx";

export function Section({
  id,
  title,
  lead,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  return (
    // A link to the section moves the focus here, so that Tab continues from here.
    <div id={id} className="section" tabIndex={-1}>
      <Card title={title} end={<span className="faint small">{lead}</span>}>
        <div className="card-body stack">{children}</div>
      </Card>
    </div>
  );
}

/** Radio buttons, each with a sentence. */
export function Choices<Value extends string>({
  legend,
  name,
  value,
  options,
  error,
  onChange,
}: {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, title: string, said: string])[];
  readonly error?: string | undefined;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <fieldset>
      <legend className="sr-only">{legend}</legend>
      <div className="choices">
        {options.map(([option, title, said]) => (
          <label key={option} className="choice">
            <input
              type="radio"
              name={name}
              value={option}
              checked={value === option}
              onChange={() => onChange(option)}
            />
            <strong>{title}</strong>
            <span className="said">{said}</span>
          </label>
        ))}
      </div>
      {error && <p className="field-error">{error}</p>}
    </fieldset>
  );
}
