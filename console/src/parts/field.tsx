import { useId, type ReactNode } from "react";

import { Icon } from "./icon.tsx";

interface FieldProps {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Gets the attributes that connect the input to its label, hint and error. */
  readonly children: (ties: {
    readonly id: string;
    readonly "aria-describedby": string | undefined;
    readonly "aria-invalid": boolean;
  }) => ReactNode;
}

export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error !== undefined })}
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {error && (
        <span className="field-error" id={`${id}-error`}>
          <Icon name="warning" />
          {error}
        </span>
      )}
    </div>
  );
}

export function TextField({
  value,
  onChange,
  type = "text",
  placeholder,
  autoComplete = "off",
  required,
  suggestions,
  ...field
}: Omit<FieldProps, "children"> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: "text" | "password" | "email" | "number" | "time" | "datetime-local";
  readonly placeholder?: string;
  readonly autoComplete?: string;
  readonly required?: boolean;
  /** Suggested while the user types; any other text is allowed too. */
  readonly suggestions?: readonly string[] | undefined;
}) {
  const listId = useId();
  return (
    <Field {...field}>
      {(ties) => (
        <>
          <input
            {...ties}
            className="input"
            type={type}
            value={value}
            required={required}
            placeholder={placeholder}
            autoComplete={autoComplete}
            spellCheck={false}
            list={suggestions && listId}
            onChange={(event) => onChange(event.target.value)}
          />
          {suggestions && (
            <datalist id={listId}>
              {suggestions.map((suggestion) => (
                <option key={suggestion} value={suggestion} />
              ))}
            </datalist>
          )}
        </>
      )}
    </Field>
  );
}

export function SelectField<Value extends string>({
  value,
  onChange,
  options,
  ...field
}: Omit<FieldProps, "children"> & {
  readonly value: Value;
  readonly onChange: (value: Value) => void;
  readonly options: readonly (readonly [value: Value, text: string])[];
}) {
  return (
    <Field {...field}>
      {(ties) => (
        <select {...ties} className="input" value={value} onChange={(event) => onChange(event.target.value as Value)}>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
