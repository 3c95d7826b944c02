import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { eventsQuery } from "../../api/queries.ts";
import type { RunDetail, RunEvent } from "../../api/types.ts";
import { isOpen } from "../../format/run-words.ts";
import { formatClock, formatExact } from "../../format/times.ts";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";

const levels = ["all", "warnings", "problems"] as const;
type Level = (typeof levels)[number];

/** The run's events, oldest first. */
export function EventsCard({ run }: { readonly run: RunDetail }) {
  const { data, error, isPending } = useQuery(eventsQuery(run.id, isOpen(run)));
  const [word, setWord] = useState("");
  const [level, setLevel] = useState<Level>("all");
  const shown = data?.items.filter(
    (event) =>
      `${event.name} ${event.message}`.toLowerCase().includes(word.toLowerCase()) &&
      (level === "all" || lookOf(event) === "problem" || (level === "warnings" && lookOf(event) === "wait")),
  );
  return (
    <Card
      title="Events"
      end={
        <div className="toolbar">
          <div className="chips" role="group" aria-label="Level">
            {levels.map((one) => (
              <button
                key={one}
                type="button"
                className="chip"
                aria-pressed={level === one}
                onClick={() => setLevel(one)}
              >
                {one[0]!.toUpperCase() + one.slice(1)}
              </button>
            ))}
          </div>
          <input
            className="input"
            type="search"
            aria-label="Search the events"
            placeholder="Search the events"
            value={word}
            onChange={({ target }) => setWord(target.value)}
          />
        </div>
      }
    >
      {error && <ErrorNotice error={error} />}
      {isPending && <Skeleton />}
      {shown?.length === 0 && <p className="card-body soft">No event matches.</p>}
      <ol className="timeline">
        {shown?.map((event) => (
          <li key={event.id} className={lookOf(event)}>
            <time className="faint mono" dateTime={event.occurred_at} title={formatExact(event.occurred_at)}>
              {formatClock(event.occurred_at)}
            </time>
            <span className="name">{toWords(event.name)}</span>
            <span className="said soft">{event.message}</span>
          </li>
        ))}
      </ol>
      {data?.next !== undefined && (
        <p className="card-body faint small">The first {data.items.length} events; the API has all of them.</p>
      )}
    </Card>
  );
}

function lookOf({ name }: RunEvent): "problem" | "wait" | "" {
  if (name.endsWith("Failed")) return "problem";
  return /Delayed|Cancel|Discard|Reissued/.test(name) ? "wait" : "";
}

/** RunPlanned as Run planned. */
function toWords(name: string): string {
  const words = name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return words[0]!.toUpperCase() + words.slice(1);
}
