import type { RunDetail } from "../../api/types.ts";
import { formatDuration } from "../../format/numbers.ts";
import { isOpen } from "../../format/run-words.ts";
import { useNow } from "../../format/use-now.ts";
import { Icon, type IconName } from "../../parts/icon.tsx";

/** Phases of a successful run. */
const usual = ["queued", "planning", "preparing", "loading", "finalizing"];
const undoing = ["queued", "finalizing"];

type Look = "done" | "now" | "broken" | "ahead";

const icons: Record<Look, IconName> = { done: "check", now: "busy", broken: "cross", ahead: "dash" };
const words: Record<Look, string> = { done: "done", now: "running", broken: "failed here", ahead: "pending" };

/** Phases of a run, with their durations. */
export function PhaseBar({ run }: { readonly run: RunDetail }) {
  const isGoingOn = isOpen(run) || run.phase === "abandoned";
  const now = useNow(isGoingOn ? 1_000 : 3_600_000);
  const seen = run.phases.map(({ phase }) => phase);
  const all = run.undo_of === null ? usual : undoing;
  const ahead = isOpen(run) ? all.slice(all.indexOf(seen.at(-1) ?? "queued") + 1) : [];
  const hasBroken = run.status === "failed" || run.status === "cancelled";
  return (
    <ol className="phases" aria-label="Phases">
      {run.phases.map(({ phase, started_at, ended_at }, index) => {
        const isLast = index === run.phases.length - 1;
        const look: Look = isLast && isGoingOn ? "now" : isLast && hasBroken ? "broken" : "done";
        const tookMs = (ended_at === null ? now : Date.parse(ended_at)) - Date.parse(started_at);
        return <Phase key={`${phase} ${started_at}`} phase={phase} look={look} took={formatDuration(tookMs)} />;
      })}
      {ahead.map((phase) => (
        <Phase key={phase} phase={phase} look="ahead" took="" />
      ))}
    </ol>
  );
}

function Phase({ phase, look, took }: { readonly phase: string; readonly look: Look; readonly took: string }) {
  return (
    <li className={`phase ${look}`}>
      <span className="name">
        <Icon name={icons[look]} className={look === "now" ? "spin" : ""} />
        {phase}
      </span>
      <span className="soft small">
        {words[look]}
        {took && ` · ${took}`}
      </span>
    </li>
  );
}
