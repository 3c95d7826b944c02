import { Field as Labelled, SelectField, TextField } from "../../../parts/field.tsx";
import { Help } from "../../../parts/help.tsx";
import { SpanField } from "../../../parts/span-field.tsx";
import { controls } from "../../../pipeline-fields/controls.ts";
import type { DraftPath, Secrets } from "../../../pipeline-fields/draft.ts";
import { MappingGrid } from "../mapping/mapping-grid.tsx";
import { ModeChoices } from "../mode/mode-choices.tsx";
import { ScheduleField } from "../schedule-field.tsx";
import { ChoicesField } from "./choices-field.tsx";
import { ConnectionField } from "./connection-field.tsx";
import { CursorColumnField } from "./cursor-column-field.tsx";
import { problemOf, type ControlProps, type FormFieldProps } from "./form.ts";
import { KeyColumnsField } from "./key-columns-field.tsx";
import { LabelsField } from "./labels-field.tsx";

/** Renders the control that a row of the table names. */
export function FormField(given: FormFieldProps) {
  const { field, form, note } = given;
  const { path, label, help, placeholder, control, texts, values } = field;
  const hint = (help || note) && (
    <>
      <Help text={help} /> {note}
    </>
  );
  const props = { ...given, label, hint, error: problemOf(field, form.problems) };
  const held = form.draft[path as DraftPath];
  const text = {
    ...props,
    value: typeof held === "string" ? held : "",
    onChange: (value: string) => form.change({ [path]: value }),
    required: field.isNeeded?.(form.draft) === true,
    ...(placeholder && { placeholder }),
  };
  switch (control) {
    case "text":
    case "number":
      return <TextField {...text} />;
    case "port":
      return <TextField {...text} type="number" />;
    case "bytes": {
      const size = Number(held) > 0 && `${controls.bytes.words(held)}. `;
      return (
        <TextField
          {...text}
          hint={
            <>
              {size}
              {hint}
            </>
          }
        />
      );
    }
    case "area":
      return <AreaField {...text} />;
    case "choice":
      return (
        <SelectField
          {...text}
          options={[["", "Default"], ...values.map((one) => [one, texts?.[one] ?? one] as const)]}
        />
      );
    case "switch":
      return (
        <SelectField
          {...text}
          options={[["", "Default"], ...["true", "false"].map((one) => [one, texts?.[one] ?? one] as const)]}
        />
      );
    case "seconds":
      return <SpanField {...text} seconds={text.value} />;
    case "check":
      return <CheckField {...props} />;
    case "secret":
    case "secret-area":
      return <SecretField {...props} />;
    case "bigquery-connection":
      return <ConnectionField {...text} kind="bigquery" />;
    case "postgres-connection":
      return <ConnectionField {...text} kind="postgres" />;
    case "cursor-column":
      return <CursorColumnField {...text} />;
    case "key-columns":
      return <KeyColumnsField {...props} />;
    case "choices":
      return <ChoicesField {...props} />;
    case "labels":
      return <LabelsField {...props} />;
    case "mode-choices":
      return <ModeChoices {...props} />;
    case "mapping-grid":
      return <MappingGrid {...props} />;
    case "schedule-builder":
      return path === "timezone" ? null : <ScheduleField {...props} />;
  }
  return control satisfies never;
}

function AreaField({
  label,
  hint,
  error,
  value,
  onChange,
}: Omit<ControlProps, "field" | "form"> & { readonly value: string; readonly onChange: (value: string) => void }) {
  return (
    <div className="wide">
      <Labelled label={label} hint={hint} error={error}>
        {(ties) => (
          <textarea
            {...ties}
            className="input"
            value={value}
            autoComplete="off"
            spellCheck={false}
            onChange={({ target }) => onChange(target.value)}
          />
        )}
      </Labelled>
    </div>
  );
}

/** A secret can only be typed: the stored one is never shown. */
function SecretField({ field: { path, control }, form, hint, ...props }: ControlProps) {
  const name = path as keyof Secrets;
  const isMaskKey = name === "mapping.mask_key";
  const stored = isMaskKey
    ? "Every change needs it again; another key gives other values."
    : "Leave empty to keep the stored one.";
  const all = {
    ...props,
    hint: form.base === undefined ? hint : stored,
    value: form.secrets[name],
    onChange: (value: string) => form.changeSecrets({ [name]: value }),
  };
  return control === "secret" ? (
    <TextField {...all} type="password" autoComplete="new-password" />
  ) : (
    <AreaField {...all} />
  );
}

function CheckField({ field: { path }, form, label, hint }: ControlProps) {
  return (
    <label className="check wide">
      <input
        type="checkbox"
        checked={form.draft[path as DraftPath] === true}
        onChange={({ target }) => form.change({ [path]: target.checked })}
      />
      <span>
        {label}
        <span className="said">{hint}</span>
      </span>
    </label>
  );
}
