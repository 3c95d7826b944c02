import { parseCast, toCast, type Rule } from "./treatment.ts";

/** The parameters of a cast or a mask. */
export function TreatmentInputs({
  source,
  rule,
  onChange,
}: {
  readonly source: string;
  readonly rule: Rule;
  readonly onChange: (rule: Rule) => void;
}) {
  const { cast, mask } = rule;
  if (cast !== undefined)
    return <CastInputs source={source} cast={cast} onChange={(cast) => onChange({ ...rule, cast })} />;
  if (mask === undefined) return null;
  switch (mask.method) {
    case "hmac":
      return null;
    case "sha256":
      return (
        <label className="check small">
          <input
            type="checkbox"
            aria-label={`Salt of ${source}`}
            checked={mask.salted === true}
            onChange={({ target }) =>
              onChange({ ...rule, mask: { method: "sha256", ...(target.checked ? { salted: true } : {}) } })
            }
          />
          salted
        </label>
      );
    case "redact":
      return (
        <input
          className="input"
          aria-label={`Replacement of ${source}`}
          placeholder="NULL"
          value={mask.replacement ?? ""}
          onChange={({ target: { value } }) =>
            onChange({ ...rule, mask: { method: "redact", ...(value ? { replacement: value } : {}) } })
          }
        />
      );
    case "partial": {
      const keep = (change: { readonly keep_first?: string; readonly keep_last?: string }) => {
        const kept = { keep_first: String(mask.keep_first ?? ""), keep_last: String(mask.keep_last ?? ""), ...change };
        const numbers = Object.entries(kept).flatMap(([field, text]) => (text === "" ? [] : [[field, Number(text)]]));
        onChange({ ...rule, mask: { method: "partial", ...(Object.fromEntries(numbers) as object) } });
      };
      return (
        <span className="pair">
          <Count
            label={`First characters of ${source} to keep`}
            placeholder="first"
            value={String(mask.keep_first ?? "")}
            onChange={(keep_first) => keep({ keep_first })}
          />
          <span className="faint">***</span>
          <Count
            label={`Last characters of ${source} to keep`}
            placeholder="last"
            value={String(mask.keep_last ?? "")}
            onChange={(keep_last) => keep({ keep_last })}
          />
        </span>
      );
    }
  }
  return mask satisfies never;
}

function CastInputs({
  source,
  cast,
  onChange,
}: {
  readonly source: string;
  readonly cast: string;
  readonly onChange: (cast: string) => void;
}) {
  const parsed = parseCast(cast);
  if (parsed?.word !== "varchar" && parsed?.word !== "numeric") return null;
  const { word, modifier } = parsed;
  const set = (first: string, second: string) => onChange(toCast({ word, modifier: [first, second] }));
  return (
    <span className="pair">
      <Count
        label={word === "varchar" ? `Length of ${source}` : `Precision of ${source}`}
        placeholder={word === "varchar" ? "length" : "digits"}
        value={modifier[0]}
        onChange={(first) => set(first, modifier[1])}
      />
      {word === "numeric" && (
        <>
          <span className="faint">,</span>
          <Count
            label={`Scale of ${source}`}
            placeholder="scale"
            value={modifier[1]}
            onChange={(second) => set(modifier[0], second)}
          />
        </>
      )}
    </span>
  );
}

function Count({
  label,
  placeholder,
  value,
  onChange,
}: {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (digits: string) => void;
}) {
  return (
    <input
      className="input count"
      inputMode="numeric"
      aria-label={label}
      placeholder={placeholder}
      value={value}
      onChange={({ target }) => onChange(target.value.replaceAll(/\D/g, ""))}
    />
  );
}
