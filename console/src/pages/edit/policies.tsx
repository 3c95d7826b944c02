import { useQuery } from "@tanstack/react-query";

import { formatBytes, formatCost } from "../../format/numbers.ts";
import { useSettled } from "../../format/use-settled.ts";
import { SelectField, TextField } from "../../parts/field.tsx";
import { wholeScanQuery } from "./browse.ts";
import { isWhole, type Draft } from "./draft.ts";
import { hasProblem, More, optionsOf, type SectionProps } from "./form-parts.tsx";

/** So long after the last change a price is asked for again. */
const settleMs = 700;

/** What a run does when something is not as it was. Folded: the usual is the careful one. */
export function Policies(props: SectionProps) {
  return (
    <div className="stack tight">
      {isWhole(props.draft) && <Guards {...props} />}
      <Drift {...props} />
      <Rejects {...props} />
      <Verification {...props} />
      <Batches {...props} />
    </div>
  );
}

const guardOptions = optionsOf("As usual: stop", [
  ["stop", "Stop: the target stays as it was"],
  ["warn", "Go on, and say so"],
  ["allow", "Go on"],
]);

function Guards({ draft, change, problems }: SectionProps) {
  const { guardEmpty, guardShrink, guardAllNull, shrinkPercent } = draft;
  return (
    <More
      title="Guards"
      set={[
        guardEmpty && `empty: ${guardEmpty}`,
        guardShrink && `shrink: ${guardShrink}`,
        shrinkPercent && `shrink from ${shrinkPercent} %`,
        guardAllNull && `all NULL: ${guardAllNull}`,
      ]}
      isWrong={hasProblem(problems, "destination_config.guards")}
    >
      <p className="soft">Looked at before a snapshot takes the place of an earlier one.</p>
      <div className="fields">
        <SelectField
          label="The source is empty"
          value={guardEmpty}
          onChange={(guardEmpty) => change({ guardEmpty })}
          options={guardOptions}
        />
        <SelectField
          label="Far fewer rows than before"
          value={guardShrink}
          onChange={(guardShrink) => change({ guardShrink })}
          options={guardOptions}
        />
        <TextField
          label="Fewer by more than, in percent"
          placeholder="50"
          value={shrinkPercent}
          onChange={(shrinkPercent) => change({ shrinkPercent })}
          error={problems["destination_config.guards.shrink_threshold"]}
        />
        <SelectField
          label="A column is NULL throughout"
          value={guardAllNull}
          onChange={(guardAllNull) => change({ guardAllNull })}
          options={guardOptions}
        />
      </div>
    </More>
  );
}

function Drift({ draft, change, problems }: SectionProps) {
  const texts: Readonly<Record<Draft["schemaDrift"], string>> = {
    "": "",
    evolve: "the target follows",
    freeze: "a run stops",
    ignore_new: "new ones are left out",
  };
  return (
    <More
      title="When the source's columns change"
      set={[texts[draft.schemaDrift]]}
      isWrong={hasProblem(problems, "destination_config.schema_drift")}
    >
      <div className="fields">
        <SelectField
          label="When the source's columns change"
          value={draft.schemaDrift}
          onChange={(schemaDrift) => change({ schemaDrift })}
          options={optionsOf("As usual: a run stops and says what changed", [
            ["freeze", "A run stops and says what changed"],
            ["evolve", "New columns are added, types widened"],
            ["ignore_new", "New columns are left out"],
          ])}
        />
      </div>
    </More>
  );
}

function Rejects({ draft, change, problems }: SectionProps) {
  const { maxRejectedRows: rows, maxRejectedPercent: percent } = draft;
  return (
    <More
      title="Rows that cannot be loaded"
      set={[rows && `at most ${rows} put aside`, percent && `at most ${percent} % put aside`]}
      isWrong={hasProblem(problems, "destination_config.rejects")}
    >
      <p className="soft">
        Unless a limit is given, one such row fails the run. With one they are kept in datamantri.rejects of the
        destination, with the reason, and can be loaded later.
      </p>
      <div className="fields">
        <TextField
          label="Rows put aside at most"
          placeholder="none"
          value={rows}
          onChange={(maxRejectedRows) => change({ maxRejectedRows })}
          error={problems["destination_config.rejects.max_rows"] ?? problems["destination_config.rejects"]}
        />
        <TextField
          label="Of all rows, in percent"
          placeholder="no limit"
          value={percent}
          onChange={(maxRejectedPercent) => change({ maxRejectedPercent })}
          error={problems["destination_config.rejects.max_share"]}
          hint="When both are given, both hold."
        />
      </div>
    </More>
  );
}

function Verification(props: SectionProps) {
  const { draft, change, problems } = props;
  return (
    <More
      title="Proof that the rows arrived"
      set={[draft.verification && `verification: ${draft.verification}`]}
      isWrong={hasProblem(problems, "destination_config.verification")}
    >
      <div className="fields">
        <SelectField
          label="Verification"
          value={draft.verification}
          onChange={(verification) => change({ verification })}
          options={optionsOf("As usual: counts", [
            ["counts", "Counts: rows on both sides, at no cost"],
            ["full", "Full: every value, by a billed query"],
            ["none", "None is shown"],
          ])}
          error={problems["destination_config.verification"]}
          hint={draft.verification === "full" ? <FullCost {...props} /> : "Counts are compared in any case."}
        />
      </div>
    </More>
  );
}

/** What each run pays for comparing every value. */
function FullCost({ draft: typed, secrets, base, estimate }: SectionProps) {
  const draft = useSettled(typed, settleMs);
  const leftOut = new Set(draft.columns.flatMap(({ source, exclude }) => (exclude ? [source] : [])));
  const columns = estimate?.columns.flatMap(({ name }) => (leftOut.has(name) ? [] : [name])) ?? [];
  const isTable = draft.reads === "table" && draft.table !== "";
  const scan = useQuery({
    ...wholeScanQuery({ draft, secrets, base }, columns),
    enabled: isTable && columns.length > 0,
  });
  const cost = scan.data;
  return (
    <>
      One query over every column and row, in each run, within the limit of bytes billed.{" "}
      {cost
        ? `As the table is now, ${formatBytes(cost.bytes_billed)}: ${formatCost(cost.cost_usd)} a run.`
        : isTable
          ? "Check the source to see what it costs."
          : "What it costs depends on the query's result."}
    </>
  );
}

function Batches({ draft, change, problems }: SectionProps) {
  return (
    <More
      title="Batches"
      set={[draft.batchSize && `${draft.batchSize} rows at most`]}
      isWrong={hasProblem(problems, "batch_size")}
    >
      <div className="fields">
        <TextField
          label="Rows of a batch at most"
          placeholder="as fits"
          value={draft.batchSize}
          onChange={(batchSize) => change({ batchSize })}
          error={problems.batch_size}
          hint="Fewer are taken when rows are wide."
        />
      </div>
    </More>
  );
}
