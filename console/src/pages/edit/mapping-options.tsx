import { SelectField } from "../../parts/field.tsx";
import { hasProblem, More, optionsOf, type SectionProps } from "./form-parts.tsx";

const unrepresentables = [
  ["fail", "The run fails"],
  ["replace", "It is replaced"],
  ["null", "It becomes NULL"],
  ["reject", "Its row is put aside"],
] as const;

/** What holds for all columns that say nothing else. */
export function MappingOptions({ draft, change, problems }: SectionProps) {
  const { structs, arrays, geography, unrepresentable } = draft;
  return (
    <More
      title="Nested and odd values"
      set={[
        structs === "flatten" && "STRUCTs in columns",
        structs === "jsonb" && "STRUCTs as jsonb",
        arrays === "native" && "arrays",
        arrays === "jsonb" && "ARRAYs as jsonb",
        geography && `GEOGRAPHY as ${geography}`,
        unrepresentable && `what cannot be held: ${unrepresentable}`,
      ]}
      isWrong={hasProblem(
        problems,
        "mapping.structs",
        "mapping.arrays",
        "mapping.geography",
        "mapping.unrepresentable",
      )}
    >
      <div className="fields">
        <SelectField
          label="STRUCTs"
          value={structs}
          onChange={(structs) => change({ structs })}
          options={optionsOf("As usual: jsonb", [
            ["jsonb", "jsonb"],
            ["flatten", "A column for each field"],
          ])}
        />
        <SelectField
          label="ARRAYs of scalars"
          value={arrays}
          onChange={(arrays) => change({ arrays })}
          options={optionsOf("As usual: jsonb", [
            ["jsonb", "jsonb"],
            ["native", "Arrays of PostgreSQL"],
          ])}
        />
        <SelectField
          label="GEOGRAPHY"
          value={geography}
          onChange={(geography) => change({ geography })}
          options={optionsOf("As usual: text", [
            ["text", "text"],
            ["postgis", "PostGIS's geography"],
          ])}
          hint="PostGIS must be there."
        />
        <SelectField
          label="A value that PostgreSQL cannot hold"
          value={unrepresentable}
          onChange={(unrepresentable) => change({ unrepresentable })}
          options={optionsOf("As usual: the run fails", unrepresentables)}
          hint={
            unrepresentable === "reject"
              ? "Say in Mode and policies how many rows may be put aside."
              : "Such as U+0000."
          }
        />
      </div>
    </More>
  );
}
