import { ApiError, dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../../api/client.ts";
import type { Estimate, Pipeline, PipelineInput } from "../../api/types.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/field.tsx";
import { Icon } from "../../parts/icon.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { CronBuilder } from "../../schedule/cron-builder.tsx";
import { DestinationSection } from "./destination-section.tsx";
import { noSecrets, toInput, type Draft, type Secrets } from "./draft.ts";
import { Section, type SectionProps } from "./form-parts.tsx";
import { MappingSection } from "./mapping-section.tsx";
import { ModeSection } from "./mode-section.tsx";
import { ReviewSection } from "./review-section.tsx";
import { SourceSection } from "./source-section.tsx";

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
  const [draft, setDraft] = useState(initial);
  const [secrets, setSecrets] = useState<Secrets>(noSecrets);
  const [estimate, setEstimate] = useState<Estimate>();
  const save = useMutation({
    mutationFn: async (isRunning: boolean) => {
      const body = toInput(draft, secrets, base);
      const { problems } = await dataOf(api.POST("/api/v1/pipelines/validate", { body: { ...body } }));
      const wrong = problems.filter(({ field }) => field !== undefined);
      if (wrong.length > 0) throw new Invalid(Object.fromEntries(wrong.map((one) => [one.field!, one.message])));
      await onSave(body, isRunning);
    },
  });
  const change = (next: Partial<Draft>) => {
    const all = { ...draft, ...next };
    setDraft(all);
    onDraft?.(all);
  };
  const problems = save.error instanceof Invalid ? save.error.problems : {};
  const props: SectionProps = {
    draft,
    change,
    secrets,
    changeSecrets: (next) => setSecrets({ ...secrets, ...next }),
    problems,
    estimate,
    base,
  };
  return (
    <form
      className="edit"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(false);
      }}
    >
      <Steps draft={draft} problems={problems} />
      <div className="stack">
        <Section id="name" title="Name" lead="how people find it">
          <div className="fields">
            <TextField label="Name" value={draft.name} onChange={(name) => change({ name })} error={problems.name} />
            <TextField
              label="Description"
              value={draft.description}
              onChange={(description) => change({ description })}
              error={problems.description}
            />
          </div>
        </Section>
        <SourceSection {...props} onEstimate={setEstimate} />
        <DestinationSection {...props} />
        <MappingSection {...props} />
        <ModeSection {...props} />
        {draft.mode !== "stream" && (
          <Section id="schedule" title="Schedule" lead="when it runs by itself">
            <CronBuilder
              cron={draft.schedule}
              timezone={draft.timezone}
              onChange={(schedule, timezone) => change({ schedule, timezone })}
            />
            {problems.schedule && <p className="field-error">{problems.schedule}</p>}
          </Section>
        )}
        <ReviewSection {...props} />
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

const steps = [
  ["name", "Name", /^(?:name|description)/],
  ["source", "Source", /^source/],
  ["destination", "Destination", /^destination/],
  ["mapping", "Columns", /^mapping/],
  ["mode", "Mode", /^mode|key$|cursor/],
  ["schedule", "Schedule", /^(?:schedule|timezone)/],
  ["review", "Review", /^$/],
] as const;

function Steps({ draft, problems }: { readonly draft: Draft; readonly problems: SectionProps["problems"] }) {
  const isDone: Readonly<Record<string, boolean>> = {
    name: draft.name !== "",
    source: draft.project !== "" && (draft.reads === "query" ? draft.query : draft.table) !== "",
    destination: draft.host !== "" && draft.database !== "" && draft.user !== "" && draft.targetTable !== "",
  };
  return (
    <nav className="steps" aria-label="Steps">
      {steps
        .filter(([id]) => id !== "schedule" || draft.mode !== "stream")
        .map(([id, text, fields], index) => {
          const isWrong = Object.keys(problems).some((field) => fields.test(field));
          const done = isDone[id] === true;
          return (
            <a key={id} href={`#${id}`}>
              <span className={`step-number ${isWrong ? "wrong" : done ? "done" : ""}`}>
                {isWrong ? <Icon name="warning" /> : done ? <Icon name="check" /> : index + 1}
              </span>
              {text}
              {isWrong && <span className="sr-only">has a problem</span>}
            </a>
          );
        })}
    </nav>
  );
}
