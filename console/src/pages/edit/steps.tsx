import { useEffect, useState, type MouseEvent } from "react";

import { Icon } from "../../parts/icon.tsx";
import { sourceOf, targetOf, type Draft } from "../../pipeline-fields/draft.ts";
import { sections, type SectionId } from "../../pipeline-fields/fields.ts";
import type { Missing } from "../../pipeline-fields/find-missing.ts";
import { describeSchedule } from "../../schedule/schedule.ts";
import { fieldOfProblem } from "./form/form.ts";

type StepId = SectionId | "review";

const steps: readonly (readonly [StepId, string])[] = [
  ...(Object.keys(sections) as SectionId[]).map((id) => [id, sections[id].title] as const),
  ["review", "Review"],
];

/** Links to the sections, each with its summary and whether it is complete. */
export function Steps({
  draft,
  missing,
  problems,
}: {
  readonly draft: Draft;
  readonly missing: readonly Missing[];
  readonly problems: Readonly<Record<string, string>>;
}) {
  const shown = steps.filter(([id]) => id !== "schedule" || draft.mode !== "stream");
  const current = useCurrentSection();
  return (
    <nav className="steps" aria-label="Steps">
      <ol>
        {shown.map(([id, text], index) => {
          const isWrong = Object.keys(problems).some((path) => fieldOfProblem(path)?.section === id);
          const isDone = id === "review" ? missing.length === 0 : missing.every(({ section }) => section !== id);
          const said = summaries[id]?.(draft) ?? "";
          return (
            <li key={id}>
              <a
                href={`#${id}`}
                aria-current={current === id ? "step" : undefined}
                onClick={(event) => jump(event, id)}
              >
                <span className={`step-number ${isWrong ? "wrong" : isDone ? "done" : ""}`}>
                  {isWrong ? <Icon name="warning" /> : isDone ? <Icon name="check" /> : index + 1}
                </span>
                <span className="step-text">
                  {text}
                  {said !== "" && <span className="step-said">{said}</span>}
                </span>
                <span className="sr-only">
                  {isWrong ? ", has a problem" : isDone ? ", complete" : ", not complete"}
                </span>
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

const summaries: Readonly<Partial<Record<StepId, (draft: Draft) => string>>> = {
  name: ({ name }) => name,
  source: (draft) => (draft["source_config.table"] || draft["source_config.query"] ? sourceOf(draft) : ""),
  destination: (draft) => (draft["destination_config.table"] ? targetOf(draft) : ""),
  mapping: ({ "mapping.columns": columns }) => (columns.length > 0 ? `${columns.length} changed` : "default"),
  mode: ({ mode }) => mode,
  schedule: ({ schedule }) => describeSchedule(schedule),
};

/** Moves the focus too, so that Tab continues from there. */
function jump(event: MouseEvent<HTMLAnchorElement>, id: StepId): void {
  const section = document.getElementById(id);
  if (section === null) return;
  event.preventDefault();
  section.scrollIntoView({ block: "start" });
  section.focus({ preventScroll: true });
}

/** The section that is at the top of the window. */
function useCurrentSection(): StepId {
  const [current, setCurrent] = useState<StepId>("name");
  useEffect(() => {
    const measure = () => {
      if (window.scrollY < 8) {
        setCurrent("name");
        return;
      }
      const isAtEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
      const line = window.innerHeight / 3;
      const above = steps.filter(([id]) => {
        const top = document.getElementById(id)?.getBoundingClientRect().top;
        return top !== undefined && top <= line;
      });
      setCurrent(isAtEnd ? "review" : (above.at(-1)?.[0] ?? "name"));
    };
    measure();
    window.addEventListener("scroll", measure, { passive: true });
    return () => window.removeEventListener("scroll", measure);
  }, []);
  return current;
}
