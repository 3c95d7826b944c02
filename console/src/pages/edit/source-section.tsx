import { formatBytes } from "../../format/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { Field, TextField } from "../../parts/field.tsx";
import { ConnectionField } from "./connection-field.tsx";
import { Check, Choices, hasProblem, More, Section, type SectionProps } from "./form-parts.tsx";
import { LabelsField } from "./labels-field.tsx";
import { SourceBrowser, useSourceListing } from "./source-browser.tsx";
import { SourceFound } from "./source-check.tsx";
import type { SourceLook } from "./use-estimate.ts";

export function SourceSection(props: SectionProps & { readonly look: SourceLook }) {
  const { draft, change, problems, look } = props;
  const listing = useSourceListing(props);
  const isStored = draft.sourceConnection !== "";
  return (
    <Section id="source" title="Source" lead="what is read from BigQuery">
      <ConnectionField
        label="BigQuery connection"
        kind="bigquery"
        value={draft.sourceConnection}
        onChange={(sourceConnection) => change({ sourceConnection })}
        error={problems["source_config.connection_id"]}
      />
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
        {!isStored && (
          <TextField
            label="Project"
            value={draft.project}
            onChange={(project) => change({ project })}
            error={problems["source_config.project"]}
            hint="Where the job runs and is billed."
            required
          />
        )}
        {draft.reads === "table" && (
          <>
            <TextField
              suggestions={listing.datasets}
              label="Dataset"
              value={draft.dataset}
              onChange={(dataset) => change({ dataset })}
              error={problems["source_config.dataset"]}
              required
            />
            <TextField
              suggestions={listing.tables?.map(({ name }) => name)}
              label="Table"
              value={draft.table}
              onChange={(table) => change({ table })}
              error={problems["source_config.table"]}
              required
            />
          </>
        )}
      </div>
      {draft.reads === "query" && (
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
      )}
      {!isStored && <Identity {...props} />}
      <Limits {...props} />
      <div className="buttons">
        <Button icon="search" isBusy={look.isBusy} onClick={look.look}>
          Check the source
        </Button>
        {draft.reads === "table" && (
          <Button
            icon="book"
            aria-expanded={listing.isOpen}
            disabled={!isStored && draft.project === ""}
            onClick={listing.toggle}
          >
            {listing.isOpen ? "Close the list" : "Browse the datasets"}
          </Button>
        )}
      </div>
      {listing.isOpen && draft.reads === "table" && <SourceBrowser {...props} listing={listing} />}
      <SourceFound access={props} look={look} />
    </Section>
  );
}

/** As whom BigQuery is asked, where no stored connection says it. */
function Identity({ draft, change, secrets, changeSecrets, problems, base }: SectionProps) {
  const paths = ["credentials", "impersonate_service_account", "api_endpoint"].map((name) => `source_config.${name}`);
  return (
    <More
      title="Credentials and address"
      set={[
        secrets.credentials !== "" && "a key is typed in",
        draft.impersonate && `as ${draft.impersonate}`,
        draft.apiEndpoint && `at ${draft.apiEndpoint}`,
      ]}
      isWrong={hasProblem(problems, ...paths)}
    >
      <div className="fields">
        <Field
          label="Service account key"
          hint={
            base
              ? "Left empty, the stored one stays."
              : "JSON, or file:name. Left empty, the extractor's own identity reads."
          }
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
        <div className="stack">
          <TextField
            label="Acts as the service account"
            placeholder="reader@my-project.iam.gserviceaccount.com"
            value={draft.impersonate}
            onChange={(impersonate) => change({ impersonate })}
            error={problems["source_config.impersonate_service_account"]}
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
      </div>
    </More>
  );
}

function Limits({ draft, change, problems }: SectionProps) {
  const paths = ["maximum_bytes_billed", "location", "data_project", "labels", "allow_query_billing"];
  const limit = Number(draft.maximumBytesBilled);
  const labels = draft.labels.filter(({ name }) => name !== "");
  return (
    <More
      title="Cost, place and labels"
      set={[
        limit > 0 && `at most ${formatBytes(limit)} billed`,
        draft.allowQueryBilling && "queries may be billed",
        draft.location && `in ${draft.location}`,
        draft.dataProject && `data of ${draft.dataProject}`,
        labels.length > 0 && labels.map(({ name, value }) => `${name}=${value}`).join(", "),
      ]}
      isWrong={hasProblem(problems, ...paths.map((name) => `source_config.${name}`))}
    >
      <div className="fields">
        <TextField
          label="Bytes billed at most"
          value={draft.maximumBytesBilled}
          onChange={(maximumBytesBilled) => change({ maximumBytesBilled })}
          error={problems["source_config.maximum_bytes_billed"]}
          hint={
            limit > 0 ? `${formatBytes(limit)}: a query that would bill more is refused.` : "The extractor's own limit."
          }
        />
        <TextField
          label="Location"
          placeholder="EU"
          value={draft.location}
          onChange={(location) => change({ location })}
          error={problems["source_config.location"]}
          hint="Found by itself where it can be."
        />
        <TextField
          label="Project of the data"
          value={draft.dataProject}
          onChange={(dataProject) => change({ dataProject })}
          error={problems["source_config.data_project"]}
          hint="Where another project pays than has the data."
        />
      </div>
      <Check
        text="BigQuery may bill a query for this"
        hint="A view or an external table can be read only so."
        isOn={draft.allowQueryBilling}
        onChange={(allowQueryBilling) => change({ allowQueryBilling })}
      />
      <LabelsField
        labels={draft.labels}
        onChange={(labels) => change({ labels })}
        error={Object.entries(problems).find(([field]) => field.startsWith("source_config.labels"))?.[1]}
      />
    </More>
  );
}
