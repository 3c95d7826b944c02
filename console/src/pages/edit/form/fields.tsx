import { useState, type ReactNode } from "react";

import { fields, folds, isShown, type FoldId, type FormPath, type SectionId } from "../../../pipeline-fields/fields.ts";
import { FormField } from "./form-field.tsx";
import { fieldOfProblem, type Form } from "./form.ts";

interface Props {
  readonly form: Form;
  readonly section: SectionId;
  readonly suggestions?: Partial<Record<FormPath, readonly string[] | undefined>>;
  readonly notes?: Partial<Record<FormPath, ReactNode>>;
}

/** The fields of a section, or of one of its folds, as the table of fields lists them. */
export function Fields({
  form,
  section,
  fold,
  except,
  suggestions = {},
  notes = {},
}: Props & { readonly fold?: FoldId; readonly except?: FormPath }) {
  const shown = fields.filter(
    (field) => field.section === section && field.fold === fold && field.path !== except && isShown(field, form.draft),
  );
  return (
    <div className="fields">
      {shown.map((field) => (
        <FormField
          key={field.path}
          field={field}
          form={form}
          suggestions={suggestions[field.path]}
          note={notes[field.path]}
        />
      ))}
    </div>
  );
}

/** Every fold of a section that has something to show. */
export function Folds(props: Props) {
  const { form, section } = props;
  const ids = new Set(
    fields.flatMap((field) =>
      field.section === section && field.fold && isShown(field, form.draft) ? [field.fold] : [],
    ),
  );
  return (
    <div className="stack tight">
      {[...ids].map((id) => (
        <Fold key={id} id={id} {...props} />
      ))}
    </div>
  );
}

/** The summary line shows the set options. The fold opens when one of its fields has a problem. */
function Fold({ id, ...props }: Props & { readonly id: FoldId }) {
  const { secrets, described, problems } = props.form;
  const [isOpen, setOpen] = useState(false);
  const isWrong = Object.keys(problems).some((path) => fieldOfProblem(path)?.fold === id);
  const set = described.filter(({ field }) => field.fold === id).map(({ field, words }) => `${field.label}: ${words}`);
  const typed = id === "identity" && secrets["source_config.credentials"] !== "" ? ["Credentials: given"] : [];
  return (
    <details className="fold" open={isOpen || isWrong} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span className="fold-title">{folds[id]}</span>
        <span className="fold-set">{[...typed, ...set].join(" · ") || "default"}</span>
      </summary>
      <div className="fold-body stack">
        <Fields {...props} fold={id} />
      </div>
    </details>
  );
}
