import { SelectField, TextField } from "../../../parts/field.tsx";
import type { ControlProps } from "./form.ts";

/** Types with an order by which an increment can resume. */
const cursorTypes = /^(?:INT64|NUMERIC|BIGNUMERIC|STRING|DATE|DATETIME|TIMESTAMP)(?:\(|$)/;

/** A list if the source's columns are known. */
export function CursorColumnField(
  props: ControlProps & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly required: boolean;
  },
) {
  const { value, required, form } = props;
  const fitting = form.estimate?.columns.filter(({ type }) => cursorTypes.test(type)) ?? [];
  if (fitting.length === 0) return <TextField {...props} />;
  const isListed = value === "" || fitting.some(({ name }) => name === value);
  return (
    <SelectField
      {...props}
      options={[
        ["", required ? "Choose a column" : "None"],
        ...(isListed ? [] : [[value, value] as const]),
        ...fitting.map(({ name, type }) => [name, `${name} (${type.toLowerCase()})`] as const),
      ]}
    />
  );
}
