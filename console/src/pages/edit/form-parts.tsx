import type { ReactNode } from "react";

import type { Estimate, Pipeline } from "../../api/types.ts";
import { Card } from "../../parts/page.tsx";
import type { Draft, Secrets } from "./draft.ts";

/** What every section of the form gets. */
export interface SectionProps {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  readonly secrets: Secrets;
  readonly changeSecrets: (change: Partial<Secrets>) => void;
  /** By the field's path in the body, such as source_config.project. */
  readonly problems: Readonly<Record<string, string>>;
  /** What the source was found to be, since it was last checked. */
  readonly estimate: Estimate | undefined;
  /** The pipeline that is changed. */
  readonly base: Pipeline | undefined;
}

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
    <div id={id}>
      <Card title={title} end={<span className="faint small">{lead}</span>}>
        <div className="card-body stack">{children}</div>
      </Card>
    </div>
  );
}

/** One of a few ways, each with a sentence. */
export function Choices<Value extends string>({
  legend,
  name,
  value,
  options,
  onChange,
}: {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, title: string, said: string])[];
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
    </fieldset>
  );
}
