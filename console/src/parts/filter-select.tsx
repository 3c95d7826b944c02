/** Filters a list by one value, or not at all. */
export function FilterSelect<Value extends string>({
  label,
  all,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  /** The text of the option that does not filter. */
  readonly all: string;
  readonly value: Value | undefined;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChange: (value: Value | undefined) => void;
}) {
  return (
    <select
      className="input"
      aria-label={label}
      value={value ?? ""}
      onChange={({ target }) => onChange(options.find(([one]) => one === target.value)?.[0])}
    >
      <option value="">{all}</option>
      {options.map(([one, text]) => (
        <option key={one} value={one}>
          {text}
        </option>
      ))}
    </select>
  );
}
