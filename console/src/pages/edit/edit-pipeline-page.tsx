import { dataOf } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";

import { api } from "../../api/client.ts";
import { pipelineQuery } from "../../api/queries.ts";
import type { Pipeline, PipelineInput } from "../../api/types.ts";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { PageHead } from "../../parts/page.tsx";
import { useMay } from "../../session/session.tsx";
import { toDraft } from "../../pipeline-fields/to-draft.ts";
import { NoEditing } from "./new-pipeline-page.tsx";
import { PipelineForm } from "./pipeline-form.tsx";
import { useOpenSaved } from "./use-open-saved.ts";

export default function EditPipelinePage() {
  const { pipelineId } = useParams({ from: "/pipelines/$pipelineId/edit" });
  const { data, error } = useQuery(pipelineQuery(pipelineId));
  const mayEdit = useMay("editor");
  if (!mayEdit) return <NoEditing />;
  if (!data) return error ? <ErrorNotice error={error} /> : <Skeleton rows={8} />;
  return <Edit loaded={data} />;
}

function Edit({ loaded }: { readonly loaded: Pipeline }) {
  const openSaved = useOpenSaved();
  // The version when the form was opened: the API refuses to overwrite a later change of another user.
  const [base] = useState(loaded);
  const [initial] = useState(() => toDraft(base));
  const save = async (body: PipelineInput, isRunning: boolean) => {
    const path = { id: base.id };
    const header = { "If-Match": `"${base.version}"` };
    await dataOf(api.PUT("/api/v1/pipelines/{id}", { params: { path, header }, body }));
    await openSaved(base.id, isRunning);
  };
  return (
    <>
      <PageHead
        title={`Edit ${base.name}`}
        crumbs={
          <Link to="/pipelines/$pipelineId" params={{ pipelineId: base.id }}>
            {base.name}
          </Link>
        }
        lead="A run in progress keeps its configuration."
      />
      <PipelineForm initial={initial} base={base} onSave={save} saveText="Save changes" />
    </>
  );
}
