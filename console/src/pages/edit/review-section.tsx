import type { PipelineInput } from "../../api/types.ts";
import { toYaml } from "../../format/to-yaml.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { describeSchedule } from "../../schedule/schedule.ts";
import { noSecrets, toInput, type Draft } from "./draft.ts";
import { Section, type SectionProps } from "./form-parts.tsx";

/** What will happen, in words and as a program would ask for it. Secrets are in neither. */
export function ReviewSection({ draft, base }: SectionProps) {
  const body = toInput(draft, noSecrets, base);
  return (
    <Section id="review" title="Review" lead="in words, as YAML and as a call">
      <p>{toSentence(draft)}</p>
      <details className="more">
        <summary>YAML</summary>
        <pre className="code" tabIndex={0}>
          {toYaml(body)}
        </pre>
      </details>
      <details className="more">
        <summary>curl</summary>
        <div className="stack tight">
          <pre className="code" tabIndex={0}>
            {toCurl(body, base?.id)}
          </pre>
          <div>
            <CopyButton text={toCurl(body, base?.id)} />
          </div>
        </div>
      </details>
    </Section>
  );
}

const deeds: Record<Draft["mode"], string> = {
  replace: "replaces all rows of",
  append: "adds its rows to",
  merge: "adds and updates rows by their key in",
  mirror: "makes an exact copy by key of itself in",
  history: "keeps every version of its rows in",
  stream: "adds new rows every few seconds to",
};

function toSentence(draft: Draft): string {
  const { reads, project, dataset, table, database, schema, targetTable, mode, schedule, timezone } = draft;
  const source = reads === "query" ? "The result of the query" : `The table ${project}.${dataset}.${table}`;
  const target = `${schema}.${targetTable || "…"} in ${database || "…"}`;
  const when =
    mode === "stream"
      ? ""
      : schedule === null
        ? " Runs are started by hand or by the API."
        : ` ${describeSchedule(schedule)} (${timezone}).`;
  return `${source} ${deeds[mode]} ${target}.${when}`;
}

function toCurl(body: PipelineInput, id: string | undefined): string {
  const address = `${window.location.origin}/api/v1/pipelines${id === undefined ? "" : `/${id}`}`;
  const method = id === undefined ? "POST" : "PUT";
  const match = id === undefined ? "" : ` -H 'If-Match: *'`;
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl -X ${method} ${address}${match} \\\n  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\\n  -d '${json}'`;
}
