import { useQuery } from "@tanstack/react-query";

import { connectionsQuery } from "../../api/queries.ts";
import type { PipelineInput } from "../../api/types.ts";
import { toYaml } from "../../format/to-yaml.ts";
import { CopyButton } from "../../parts/copy-button.tsx";
import { describe } from "../../pipeline-fields/describe.ts";
import { noSecrets } from "../../pipeline-fields/draft.ts";
import { sections, type SectionId } from "../../pipeline-fields/fields.ts";
import type { Missing } from "../../pipeline-fields/find-missing.ts";
import { toInput } from "../../pipeline-fields/to-input.ts";
import type { Form } from "./form/form.ts";
import { Section } from "./form/section.tsx";

/** The pipeline in words, as YAML and as a call of the API, without secrets. */
export function ReviewSection({ form, missing }: { readonly form: Form; readonly missing: readonly Missing[] }) {
  const { draft, base } = form;
  const { data: connections = [] } = useQuery(connectionsQuery);
  const names = new Map(connections.map(({ id, name }) => [id, name]));
  const body = toInput(draft, noSecrets, base);
  const described = describe(body, draft, names);
  const set = (Object.keys(sections) as SectionId[]).filter((id) =>
    described.some(({ field }) => field.section === id),
  );
  return (
    <Section id="review" title="Review" lead="in words, as YAML and as an API call">
      <dl className="facts review">
        {set.map((section) => (
          <div key={section}>
            <dt>{sections[section].title}</dt>
            <dd>
              <ul>
                {described
                  .filter(({ field }) => field.section === section)
                  .map(({ field, words }) => (
                    <li key={field.path}>
                      <span className="faint">{field.label}:</span> {words}
                    </li>
                  ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
      {missing.length > 0 && (
        <p className="soft">
          Missing:{" "}
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
