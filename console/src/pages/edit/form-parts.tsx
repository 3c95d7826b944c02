import { useState, type ReactNode } from "react";

import type { Estimate, Pipeline } from "../../api/types.ts";
import { Card } from "../../parts/page.tsx";
import type { Draft, Secrets } from "./draft.ts";
import type { SectionId } from "./find-missing.ts";

/** What every section of the form gets. */
export interface SectionProps {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) => void;
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
  readonly id: SectionId;
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  return (
    // It takes the focus of whoever jumps here, so that Tab goes on from here.
    <div id={id} className="section" tabIndex={-1}>
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

/** What most people leave as it is, folded; its line says what is set. It opens by itself for a problem. */
export function More({
  title,
  set,
  isWrong = false,
  children,
}: {
  readonly title: string;
  /** In a few words each; empty when all is as usual. */
  readonly set: readonly (string | false | undefined)[];
  readonly isWrong?: boolean;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const said = set.filter((one) => typeof one === "string" && one !== "").join(" · ");
  return (
    <details className="fold" open={isOpen || isWrong} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span className="fold-title">{title}</span>
        <span className="fold-set">{said || "as usual"}</span>
      </summary>
      <div className="fold-body stack">{children}</div>
    </details>
  );
}

export function Check({
  text,
  hint,
  isOn,
  onChange,
}: {
  readonly text: string;
  readonly hint?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}) {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      <span>
        {text}
        {hint && <span className="said">{hint}</span>}
      </span>
    </label>
  );
}

/** The options of a choice, the product's own first. */
export function optionsOf<const Value extends string>(
  usual: string,
  options: readonly (readonly [Value, string])[],
): readonly (readonly ["" | Value, string])[] {
  return [["", usual], ...options];
}

/** Whether a problem is of a field that one of these paths begins. */
export function hasProblem(problems: SectionProps["problems"], ...paths: readonly string[]): boolean {
  return Object.keys(problems).some((field) => paths.some((path) => field === path || field.startsWith(`${path}.`)));
}
