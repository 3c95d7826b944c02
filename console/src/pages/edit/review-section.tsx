import { useQuery } from "@tanstack/react-query";

import { connectionsQuery } from "../../api/queries.ts";
import type { PipelineInput } from "../../api/types.ts";
import { toYaml } from "../../format/to-yaml.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { describeDraft } from "./describe-draft.ts";
import { noSecrets } from "./draft.ts";
import type { Missing } from "./find-missing.ts";
import { Section, type SectionProps } from "./form-parts.tsx";
import { toInput } from "./to-input.ts";

/** What will happen, in words and as a program would ask for it. Secrets are in neither. */
export function ReviewSection({ draft, base, missing }: SectionProps & { readonly missing: readonly Missing[] }) {
  const { data: connections = [] } = useQuery(connectionsQuery);
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  const body = toInput(draft, noSecrets, base);
  return (
    <Section id="review" title="Review" lead="in words, as YAML and as a call">
      <dl className="facts review">
        {describeDraft(draft, names).map(({ topic, sentences }) => (
          <div key={topic}>
            <dt>{topic}</dt>
            <dd>{sentences.join(" ")}</dd>
          </div>
        ))}
      </dl>
      {missing.length > 0 && (
        <p className="soft">
          Still needed:{" "}
          {missing.map(({ section, what }, index) => (
            <span key={what}>
              {index > 0 && ", "}
              <a href={`#${section}`}>{what}</a>
            </span>
          ))}
          .
        </p>
      )}
      <details className="more">
        <summary>YAML</summary>
        <Code text={toYaml(body)} label="The pipeline as YAML" />
      </details>
      <details className="more">
        <summary>curl</summary>
        <Code text={toCurl(body, base?.id)} label="The call" />
      </details>
    </Section>
  );
}

function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div className="stack tight">
      <pre className="code" tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
      <div>
        <CopyButton text={text} />
      </div>
    </div>
  );
}

function toCurl(body: PipelineInput, id: string | undefined): string {
  const address = `${window.location.origin}/api/v1/pipelines${id === undefined ? "" : `/${id}`}`;
  const method = id === undefined ? "POST" : "PUT";
  const match = id === undefined ? "" : ` -H 'If-Match: *'`;
  const json = JSON.stringify(body, null, 2).replaceAll("'", String.raw`'\''`);
  return `curl -X ${method} ${address}${match} \\\n  -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\\n  -d '${json}'`;
}
