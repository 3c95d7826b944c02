import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Estimate } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { Field, TextField } from "../../parts/field.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { listingQuery } from "./browse-source.ts";
import { Choices, Section, type SectionProps } from "./form-parts.tsx";
import { SourceCheck } from "./source-check.tsx";

export function SourceSection(props: SectionProps & { readonly onEstimate: (estimate: Estimate) => void }) {
  const { draft, change, secrets, changeSecrets, problems, base } = props;
  // Then the fields offer what there is.
  const [isBrowsing, setBrowsing] = useState(false);
  const isReady = isBrowsing && draft.project !== "";
  const datasets = useQuery({ ...listingQuery(draft, secrets, {}), enabled: isReady });
  const isListed = datasets.data?.datasets?.includes(draft.dataset) === true;
  const tables = useQuery({
    ...listingQuery(draft, secrets, { dataset: draft.dataset }),
    enabled: isReady && isListed,
  });
  return (
    <Section id="source" title="Source" lead="what is read from BigQuery">
      <Choices
        legend="What is read"
        name="reads"
        value={draft.reads}
        onChange={(reads) => change({ reads })}
        options={[
          ["table", "A table", "Its stored rows are read at no cost."],
          ["query", "SQL", "BigQuery bills what the query scans."],
        ]}
      />
      <div className="fields">
        <TextField
          label="Project"
          value={draft.project}
          onChange={(project) => change({ project })}
          error={problems["source_config.project"]}
          hint="Where the job runs and is billed."
          required
        />
        {draft.reads === "table" && (
          <>
            <TextField
              suggestions={datasets.data?.datasets ?? undefined}
              label="Dataset"
              value={draft.dataset}
              onChange={(dataset) => change({ dataset })}
              error={problems["source_config.dataset"]}
            />
            <TextField
              suggestions={tables.data?.tables?.map(({ name }) => name)}
              label="Table"
              value={draft.table}
              onChange={(table) => change({ table })}
              error={problems["source_config.table"]}
            />
          </>
        )}
      </div>
      {draft.reads === "query" && (
        <>
          <Field label="Query" error={problems["source_config.query"]} hint="One SELECT in GoogleSQL.">
            {(ties) => (
              <textarea
                {...ties}
                className="input"
                value={draft.query}
                spellCheck={false}
                onChange={({ target }) => change({ query: target.value })}
              />
            )}
          </Field>
          <label className="check">
            <input
              type="checkbox"
              checked={draft.allowQueryBilling}
              onChange={({ target }) => change({ allowQueryBilling: target.checked })}
            />
            BigQuery may bill this query
          </label>
        </>
      )}
      <details className="more">
        <summary>Credentials, limits and location</summary>
        <div className="fields">
          <Field
            label="Service account key"
            hint={base ? "Left empty, the stored one stays." : "JSON. Left empty, the extractor's own identity reads."}
            error={problems["source_config.credentials"]}
          >
            {(ties) => (
              <textarea
                {...ties}
                className="input"
                value={secrets.credentials}
                autoComplete="off"
                spellCheck={false}
                onChange={({ target }) => changeSecrets({ credentials: target.value })}
              />
            )}
          </Field>
          <TextField
            label="Bytes billed at most"
            value={draft.maximumBytesBilled}
            onChange={(maximumBytesBilled) => change({ maximumBytesBilled })}
            error={problems["source_config.maximum_bytes_billed"]}
            hint="A query that would bill more is refused."
          />
          <TextField
            label="Location"
            placeholder="EU"
            value={draft.location}
            onChange={(location) => change({ location })}
            error={problems["source_config.location"]}
          />
          <TextField
            label="API endpoint"
            placeholder="https://bigquery.googleapis.com"
            value={draft.apiEndpoint}
            onChange={(apiEndpoint) => change({ apiEndpoint })}
            error={problems["source_config.api_endpoint"]}
            hint="For the sandbox or a private endpoint."
          />
        </div>
      </details>
      <SourceCheck {...props}>
        {draft.reads === "table" && (
          <Button disabled={draft.project === ""} isBusy={datasets.isFetching} onClick={() => setBrowsing(true)}>
            Browse the datasets
          </Button>
        )}
      </SourceCheck>
      <div role="status">
        {datasets.data?.datasets && (
          <span className="soft">
            {datasets.data.datasets.length} datasets{tables.data?.tables && `, ${tables.data.tables.length} tables`}:
            the fields above offer them.
          </span>
        )}
      </div>
      {(datasets.error ?? tables.error) && <ErrorNotice error={datasets.error ?? tables.error} />}
    </Section>
  );
}
