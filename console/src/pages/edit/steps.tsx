import { useEffect, useState, type MouseEvent } from "react";

import { describeSchedule } from "../../schedule/schedule.ts";
import { Icon } from "../../parts/icon.tsx";
import { sourceOf, targetOf } from "./describe-draft.ts";
import type { Draft } from "./draft.ts";
import type { Missing, SectionId } from "./find-missing.ts";

/** Sections, and the fields of the body that are theirs. */
const steps: readonly (readonly [SectionId, text: string, fields: RegExp])[] = [
  ["name", "Name", /^(?:name|description)/],
  ["source", "Source", /^source_config(?!\.(?:cursor|read|lookback|interval|skip))/],
  [
    "destination",
    "Destination",
    /^destination_config(?:\.(?:connection|host|port|database|user|password|ssl|schema$|table))/,
  ],
  ["mapping", "Columns", /^mapping/],
  [
    "mode",
    "Mode and policies",
    /^(?:mode|batch_size|source_config\.(?:cursor|read|lookback|interval|skip)|destination_config\.(?:key|write|replace|delete|guards|schema_drift|verification|rejects))/,
  ],
  ["schedule", "Schedule", /^(?:schedule|timezone|catch_up)/],
  ["review", "Review", /^$/],
];

/** The form at a glance: what each section says, whether it has all it needs, and the way there. */
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
        {shown.map(([id, text, fields], index) => {
          const isWrong = Object.keys(problems).some((field) => fields.test(field));
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

const summaries: Readonly<Partial<Record<SectionId, (draft: Draft) => string>>> = {
  name: ({ name }) => name,
  source: (draft) => (draft.table || draft.query ? sourceOf(draft) : ""),
  destination: (draft) => (draft.targetTable ? targetOf(draft) : ""),
  mapping: ({ columns }) => (columns.length > 0 ? `${columns.length} changed` : "all as they are"),
  mode: ({ mode }) => mode,
  schedule: ({ schedule }) => describeSchedule(schedule),
};

/** With the focus: Tab goes on from there. */
function jump(event: MouseEvent<HTMLAnchorElement>, id: SectionId): void {
  const section = document.getElementById(id);
  if (section === null) return;
  event.preventDefault();
  section.scrollIntoView({ block: "start" });
  section.focus({ preventScroll: true });
}

/** The section that is at the top of the window. */
function useCurrentSection(): SectionId {
  const [current, setCurrent] = useState<SectionId>("name");
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
