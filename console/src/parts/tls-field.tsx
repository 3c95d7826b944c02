import { SelectField } from "./field.tsx";

/** Of a PostgreSQL server; empty leaves it to the loader's settings. */
export type TlsMode = "" | "disable" | "require" | "verify-full";

export function TlsField({
  value,
  onChange,
}: {
  readonly value: TlsMode;
  readonly onChange: (value: TlsMode) => void;
}) {
  return (
    <SelectField
      label="TLS"
      value={value}
      onChange={onChange}
      options={[
        ["", "As the loader is set up"],
        ["disable", "Off"],
        ["require", "On"],
        ["verify-full", "On, and the certificate is verified"],
      ]}
    />
  );
}
