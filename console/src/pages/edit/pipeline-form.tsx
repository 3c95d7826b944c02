import { ApiError, dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";

import { api } from "../../api/client.ts";
import type { Pipeline, PipelineInput } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { DestinationSection } from "./destination-section.tsx";
import { noSecrets, type Draft, type Secrets } from "./draft.ts";
import { findMissing } from "./find-missing.ts";
import { Section, type SectionProps } from "./form-parts.tsx";
import { MappingSection } from "./mapping-section.tsx";
import { ModeSection } from "./mode-section.tsx";
import { ReviewSection } from "./review-section.tsx";
import { ScheduleSection } from "./schedule-section.tsx";
import { SourceSection } from "./source-section.tsx";
import { Steps } from "./steps.tsx";
import { toInput } from "./to-input.ts";
import { useEstimate } from "./use-estimate.ts";

interface Props {
  readonly initial: Draft;
  readonly base?: Pipeline;
  /** Called at every change. */
  readonly onDraft?: (draft: Draft) => void;
  readonly onSave: (body: PipelineInput, isRunning: boolean) => Promise<unknown>;
  readonly saveText: string;
}

/** Problems of the body, by their field's path. */
class Invalid extends Error {
  readonly problems: Readonly<Record<string, string>>;

  constructor(problems: Readonly<Record<string, string>>) {
    super("Some fields are not right yet.");
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
  const change = useCallback<SectionProps["change"]>((next) => {
    setDraft((old) => ({ ...old, ...(typeof next === "function" ? next(old) : next) }));
  }, []);
  useEffect(() => {
    if (draft !== initial) onDraft?.(draft);
  }, [draft, initial, onDraft]);
  useEffect(() => {
    // There first, whoever cannot see the whole page.
    if (save.error instanceof Invalid) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [save.error]);
  const problems = save.error instanceof Invalid ? save.error.problems : {};
  const missing = findMissing(draft, secrets, look.estimate);
  const props: SectionProps = {
    draft,
    change,
    secrets,
    changeSecrets: (next) => setSecrets({ ...secrets, ...next }),
    problems,
    estimate: look.estimate,
    base,
  };
  return (
    <form
      ref={form}
      className="edit"
      noValidate
      onKeyDown={(event) => {
        // In a long form Enter is pressed to end a line, not to make a pipeline: its buttons do that.
        if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(false);
      }}
    >
      <Steps draft={draft} missing={missing} problems={problems} />
      <div className="stack">
        <Section id="name" title="Name" lead="how people find it">
          <div className="fields">
            <TextField
              label="Name"
              value={draft.name}
              onChange={(name) => change({ name })}
              error={problems.name}
              required
            />
            <TextField
              label="Description"
              value={draft.description}
              onChange={(description) => change({ description })}
              error={problems.description}
            />
          </div>
        </Section>
        <SourceSection {...props} look={look} />
        <DestinationSection {...props} />
        <MappingSection {...props} look={look} />
        <ModeSection {...props} />
        {draft.mode !== "stream" && <ScheduleSection {...props} />}
        <ReviewSection {...props} missing={missing} />
        <SaveProblem error={save.error} />
        <div className="buttons">
          <Button kind="primary" type="submit" isBusy={save.isPending}>
            {saveText}
          </Button>
          <Button icon="play" isBusy={save.isPending} onClick={() => save.mutate(true)}>
            {saveText} and run it
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
      <Notice tone="warn" title="Somebody else changed this pipeline meanwhile">
        Nothing was saved. Open the pipeline again to see their change, and make yours on top of it.
      </Notice>
    );
  }
  return <ErrorNotice error={error} />;
}
