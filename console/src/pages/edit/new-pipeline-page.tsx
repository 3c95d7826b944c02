import { dataOf } from "@datamantri/client";
import { useState } from "react";

import { api } from "../../api/client.ts";
import type { PipelineInput } from "../../api/types.ts";
import { Notice } from "../../parts/notice.tsx";
import { PageHead } from "../../parts/page.tsx";
import { useMay } from "../../session/session.tsx";
import { forgetDraft, loadDraft, storeDraft } from "../../pipeline-fields/stored-draft.ts";
import { PipelineForm } from "./pipeline-form.tsx";
import { useOpenSaved } from "./use-open-saved.ts";

export default function NewPipelinePage() {
  const openSaved = useOpenSaved();
  const [initial] = useState(loadDraft);
  const mayEdit = useMay("editor");
  if (!mayEdit) return <NoEditing />;
  const save = async (body: PipelineInput, isRunning: boolean) => {
    const { id } = await dataOf(api.POST("/api/v1/pipelines", { body }));
    forgetDraft();
    await openSaved(id, isRunning);
  };
  return (
    <>
      <PageHead title="New pipeline" lead="This browser stores the draft, without secrets, until you save it." />
      <PipelineForm initial={initial} onDraft={storeDraft} onSave={save} saveText="Create pipeline" />
    </>
  );
}

export function NoEditing() {
  return (
    <Notice tone="warn" title="You cannot create or change pipelines">
      This needs the role editor. Ask an administrator.
    </Notice>
  );
}
