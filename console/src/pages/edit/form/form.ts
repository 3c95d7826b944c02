import type { ReactNode } from "react";

import type { Estimate, Pipeline } from "../../../api/types.ts";
import type { Described } from "../../../pipeline-fields/describe.ts";
import type { Draft, Secrets } from "../../../pipeline-fields/draft.ts";
import { fieldAt, fields, type Field } from "../../../pipeline-fields/fields.ts";
import type { SourceLook } from "../source/use-estimate.ts";

/** The state of the form, passed to every section and field. */
export interface Form {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft> | ((draft: Draft) => Partial<Draft>)) => void;
  readonly secrets: Secrets;
  readonly changeSecrets: (change: Partial<Secrets>) => void;
  /** By the field's path in the body, such as source_config.project. */
  readonly problems: Readonly<Record<string, string>>;
  /** What the draft sets, in words. */
  readonly described: readonly Described[];
  readonly look: SourceLook;
  /** Result of the last check of the source. */
  readonly estimate: Estimate | undefined;
  /** The pipeline that is changed. */
  readonly base: Pipeline | undefined;
}

export interface FormFieldProps {
  readonly field: Field;
  readonly form: Form;
  /** Suggested while the user types. */
  readonly suggestions?: readonly string[] | undefined;
  /** Shown after the help. */
  readonly note?: ReactNode;
}

/** Properties of each control. */
export interface ControlProps extends FormFieldProps {
  readonly label: string;
  readonly hint: ReactNode;
  readonly error: string | undefined;
}

/** The field that shows a problem: for a list, the list; for a group such as `rejects`, its first field. */
export function fieldOfProblem(path: string): Field | undefined {
  return (
    fieldAt(path) ?? fields.find((field) => path.startsWith(`${field.path}.`) || field.path.startsWith(`${path}.`))
  );
}

export function problemOf(field: Field, problems: Form["problems"]): string | undefined {
  return Object.entries(problems).find(([path]) => fieldOfProblem(path)?.path === field.path)?.[1];
}
