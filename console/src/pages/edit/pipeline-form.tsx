import { ApiError, dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { api } from "../../api/client.ts";
import type { Pipeline, PipelineInput } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { describe } from "../../pipeline-fields/describe.ts";
import { noSecrets, type Draft, type Secrets } from "../../pipeline-fields/draft.ts";
import { findMissing } from "../../pipeline-fields/find-missing.ts";
import { toInput } from "../../pipeline-fields/to-input.ts";
import { DestinationSection } from "./destination/destination-section.tsx";
import type { Form } from "./form/form.ts";
import { TableSection } from "./form/table-section.tsx";
import { FullCost } from "./mode/full-cost.tsx";
import { ReviewSection } from "./review-section.tsx";
import { SourceSection } from "./source/source-section.tsx";
import { useEstimate } from "./source/use-estimate.ts";
import { Steps } from "./steps.tsx";

interface Props {
  readonly initial: Draft;
  readonly base?: Pipeline;
  /** Called on every change. */
  readonly onDraft?: (draft: Draft) => void;
  readonly onSave: (body: PipelineInput, isRunning: boolean) => Promise<unknown>;
  readonly saveText: string;
}

/** Problems of the body, by their field's path. */
class Invalid extends Error {
  readonly problems: Readonly<Record<string, string>>;

  constructor(problems: Readonly<Record<string, string>>) {
    super("Some fields are invalid.");
    this.problems = problems;
  }
}

export function PipelineForm({ initial, base, onDraft, onSave, saveText }: Props) {
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(initial);
  const [secrets, setSecrets] = useState<Secrets>(noSecrets);
  const look = useEstimate({ draft, secrets, base });
  const save = useMutation({
    mutationFn: async (isRunning: boolean) => {
      const body = toInput(draft, secrets, base);
      const query = base === undefined ? {} : { pipeline_id: base.id };
      const asked = { params: { query }, body: { ...body } };
      const { problems } = await dataOf(api.POST("/api/v1/pipelines/validate", asked));
      const wrong = problems.filter(({ field }) => field !== undefined);
      if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong.map((one) => [one.field!, one.message])));
      await onSave(body, isRunning);
    },
  });
  const change = useCallback<Form["change"]>((next) => {
    setDraft((old) => ({ ...old, ...(typeof next === "function" ? next(old) : next) }));
  }, []);
  useEffect(() => {
    if (draft !== initial) onDraft?.(draft);
  }, [draft, initial, onDraft]);
  useEffect(() => {
    // The problem may be outside the visible area.
    if (save.error instanceof Invalid) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.error]);
  const problems = save.error instanceof Invalid ? save.error.problems : {};
  const missing = findMissing(draft, secrets, look.estimate);
  const state: Form = {
    draft,
    change,
    secrets,
    changeSecrets: (next) => setSecrets({ ...secrets, ...next }),
    problems,
    described: describe(toInput(draft, noSecrets, base), draft),
    look,
    estimate: look.estimate,
    base,
  };
  return (
    <form
      ref={form}
      className="edit"
      noValidate
      onKeyDown={(event) => {
        // Enter in a text field must not save a form this long.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(false);
      }}
    >
      <Steps draft={draft} missing={missing} problems={problems} />
      <div className="stack">
        <TableSection form={state} section="name" />
        <SourceSection form={state} />
        <DestinationSection form={state} />
        <TableSection form={state} section="mapping" />
        <TableSection
          form={state}
          section="mode"
          notes={{
            "destination_config.verification": draft["destination_config.verification"] === "full" && (
              <FullCost {...state} />
            ),
          }}
        />
        {draft.mode !== "stream" && <TableSection form={state} section="schedule" />}
        <ReviewSection form={state} missing={missing} />
        <SaveProblem error={save.error} />
        <div className="buttons">
          <Button kind="primary" type="submit" isBusy={save.isPending}>
            {saveText}
          </Button>
          <Button icon="play" isBusy={save.isPending} onClick={() => save.mutate(true)}>
            {saveText} and run
          </Button>
        </div>
      </div>
    </form>
  );
}

function SaveProblem({ error }: { readonly error: Error | null }) {
  if (error === null) return null;
  if (error instanceof Invalid) {
    return (
      <Notice tone="bad" title={error.message}>
        <ul>
          {Object.entries(error.problems).map(([field, message]) => (
            <li key={field}>
              <code>{field}</code> {message}
            </li>
          ))}
        </ul>
      </Notice>
    );
  }
  if (error instanceof ApiError && error.status === 412) {
    return (
      <Notice tone="warn" title="The pipeline was changed by another user">
        Nothing was saved. Open the pipeline again to see the change, then repeat yours.
      </Notice>
    );
  }
  return <ErrorNotice error={error} />;
}
