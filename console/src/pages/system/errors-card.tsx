import { Link } from "@tanstack/react-router";
import { useState } from "react";

import type { System } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { formatHour, formatInZone, ownZone } from "../../format/times.ts";
import { errorAdvice } from "../../generated/error-advice.ts";
import { ChartData } from "../../parts/chart-data.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { spans, toErrorClasses, type ErrorClasses, type Span } from "./error-slots.ts";

/** Classes with a colour of their own; the rest share one. */
const colourCount = 5;

/** Errors by time, with their solutions. */
export function ErrorsCard({
  errors,
  measuredAt,
}: {
  readonly errors: NonNullable<System["errors"]>;
  readonly measuredAt: string;
}) {
  const [span, setSpan] = useState<Span>("day");
  const found = toErrorClasses(errors, span, Date.parse(measuredAt));
  const at = (ms: number) => (span === "day" ? formatHour(ms) : formatInZone(ms, ownZone));
  return (
    <Card title="Errors" end={<Choice span={span} onChoose={setSpan} />}>
      {found.classes.length === 0 ? (
        <p className="card-body soft all-well">
          <Icon name="check" /> No run failed within {spans[span].text}.
        </p>
      ) : (
        <>
          <div className="card-body">
            <Stacks found={found} at={at} />
            <ChartData
              heads={["From", ...found.classes.map(({ code }) => code)]}
              rows={found.slots.map((slot) => [at(slot.at), ...slot.counts])}
            />
          </div>
          <ul className="list">
            {found.classes.map(({ code, runs }, index) => (
              <li key={code}>
                <span className={`kind ${kindOf(index)}`} />
                <Link to="/runs" search={{ status: "failed", error: code }} className="mono" data-row={code}>
                  {code}
                </Link>
                <span className="end number">
                  {formatCount(runs)} {runs === 1 ? "run" : "runs"}
                </span>
                <span className="why">{errorAdvice[code]?.solution}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Choice({ span, onChoose }: { readonly span: Span; readonly onChoose: (span: Span) => void }) {
  return (
    <div className="chips" role="group" aria-label="How far back">
      {Object.entries(spans).map(([name, { text }]) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={name === span}
          onClick={() => onChoose(name as Span)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

const width = 600;
const height = 110;

function Stacks({ found, at }: { readonly found: ErrorClasses; readonly at: (ms: number) => string }) {
  const { slots, classes } = found;
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);
  const top = Math.max(1, ...slots.map(({ counts }) => total(counts)));
  const slotWidth = width / slots.length;
  const all = classes.reduce((sum, { runs }) => sum + runs, 0);
  return (
    <figure className="bars errors">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Failed runs by error code: ${classes.map(({ code, runs }) => `${code} ${runs}`).join(", ")}`}
      >
        <line className="axis-line" x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
        {slots.map((slot, index) => {
          let floor = height;
          return (
            <g key={slot.at}>
              {slot.counts.map((count, kind) => {
                if (count === 0) return null;
                const size = (count / top) * (height - 6);
                floor -= size;
                return (
                  <rect
                    key={classes[kind]!.code}
                    className={kindOf(kind)}
                    x={index * slotWidth + 1}
                    width={slotWidth - 2}
                    y={floor}
                    height={Math.max(1, size - 1)}
                  >
                    <title>{`${at(slot.at)}: ${count} × ${classes[kind]!.code}`}</title>
                  </rect>
                );
              })}
            </g>
          );
        })}
      </svg>
      <span className="axis" aria-hidden="true">
        <span>{at(slots[0]!.at)}</span>
        <span>
          {formatCount(all)} failed, the highest bar has {formatCount(top)}
        </span>
        <span>now</span>
      </span>
    </figure>
  );
}

function kindOf(index: number): string {
  return index < colourCount ? `kind-${index + 1}` : "kind-rest";
}
