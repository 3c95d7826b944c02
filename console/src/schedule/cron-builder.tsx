import { maxJitterSeconds } from "@datamantri/api/values";
import { ApiError, dataOf } from "@datamantri/client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api } from "../api/client.ts";
import { ownZone } from "../format/times.ts";
import { useSettled } from "../format/use-settled.ts";
import { Combobox } from "../parts/combobox.tsx";
import { SelectField, TextField } from "../parts/field.tsx";
import { ErrorNotice } from "../parts/notice.tsx";
import { DueTimes } from "./due-times.tsx";
import { describeSchedule, evenMinutes, parseSchedule, toCron, weekdays, type Schedule } from "./schedule.ts";

/** Due times shown while a schedule is edited. */
const shownCount = 5;

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

const kinds: readonly (readonly [Schedule["kind"], string])[] = [
  ["none", "On demand"],
  ["minutes", "Every few minutes"],
  ["hourly", "Hourly"],
  ["daily", "Daily"],
  ["weekly", "Weekly"],
  ["monthly", "Monthly"],
  ["custom", "Custom"],
];

interface Props {
  /** The expression; null without a schedule. */
  readonly cron: string | null;
  readonly timezone: string;
  /** As it was typed. */
  readonly jitterSeconds: string;
  readonly onChange: (cron: string | null, timezone: string) => void;
}

/** Builds a schedule from choices, or accepts a typed expression. */
export function CronBuilder({ cron, timezone, jitterSeconds, onChange }: Props) {
  const [schedule, setSchedule] = useState<Schedule>(() => parseSchedule(cron));
  const set = (next: Schedule) => {
    setSchedule(next);
    onChange(toCron(next), timezone);
  };
  return (
    <div className="stack">
      <fieldset className="stack tight">
        <legend className="sr-only">How often it runs</legend>
        <div className="chips">
          {kinds.map(([kind, text]) => (
            <button
              key={kind}
              type="button"
              className="chip"
              aria-pressed={schedule.kind === kind}
              onClick={() => set(toKind(kind, schedule))}
            >
              {text}
            </button>
          ))}
        </div>
      </fieldset>
      {schedule.kind !== "none" && (
        <>
          <div className="fields">
            <Details schedule={schedule} onChange={set} />
            <Combobox
              label="Time zone"
              hint={ownZone === timezone ? "Yours." : `Yours is ${ownZone}.`}
              value={timezone}
              options={zones}
              onChange={(zone) => onChange(toCron(schedule), zone)}
            />
          </div>
          <Preview cron={cron ?? ""} timezone={timezone} jitterSeconds={jitterSeconds} />
        </>
      )}
    </div>
  );
}

function Details({
  schedule,
  onChange,
}: {
  readonly schedule: Schedule;
  readonly onChange: (schedule: Schedule) => void;
}) {
  switch (schedule.kind) {
    case "none":
      return null;
    case "minutes":
      return (
        <SelectField
          label="Every"
          value={String(schedule.every)}
          options={evenMinutes.map((every) => [String(every), every === 1 ? "minute" : `${every} minutes`])}
          onChange={(every) => onChange({ ...schedule, every: Number(every) })}
        />
      );
    case "hourly":
      return (
        <TextField
          label="Minute of the hour"
          type="number"
          value={String(schedule.minute)}
          onChange={(minute) => onChange({ ...schedule, minute: clamp(minute, 0, 59) })}
        />
      );
    case "daily":
      return <TimeField time={schedule.time} onChange={(time) => onChange({ ...schedule, time })} />;
    case "weekly":
      return (
        <>
          <WeekdayField days={schedule.days} onChange={(days) => onChange({ ...schedule, days })} />
          <TimeField time={schedule.time} onChange={(time) => onChange({ ...schedule, time })} />
        </>
      );
    case "monthly":
      return (
        <>
          <TextField
            label="Day of the month"
            type="number"
            hint="Skips months without this day."
            value={String(schedule.day)}
            onChange={(day) => onChange({ ...schedule, day: clamp(day, 1, 31) })}
          />
          <TimeField time={schedule.time} onChange={(time) => onChange({ ...schedule, time })} />
        </>
      );
    case "custom":
      return (
        <TextField
          label="Cron expression"
          hint="Minute, hour, day of the month, month, day of the week."
          value={schedule.expression}
          onChange={(expression) => onChange({ kind: "custom", expression })}
        />
      );
  }
  return schedule satisfies never;
}

function TimeField({ time, onChange }: { readonly time: string; readonly onChange: (time: string) => void }) {
  return <TextField label="Time of day" type="time" value={time} onChange={(next) => onChange(next || "00:00")} />;
}

function WeekdayField({
  days,
  onChange,
}: {
  readonly days: readonly number[];
  readonly onChange: (days: readonly number[]) => void;
}) {
  // Monday first; cron begins with Sunday.
  const order = [1, 2, 3, 4, 5, 6, 0];
  const toggle = (day: number) => {
    const next = days.includes(day) ? days.filter((one) => one !== day) : [...days, day];
    if (next.length > 0) onChange(next);
  };
  return (
    <fieldset className="field">
      <legend className="label small">Days</legend>
      <div className="days">
        {order.map((day) => (
          <button
            key={day}
            type="button"
            className="chip"
            aria-pressed={days.includes(day)}
            aria-label={weekdays[day]}
            onClick={() => toggle(day)}
          >
            {weekdays[day]!.slice(0, 2)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Preview({
  cron: typed,
  timezone,
  jitterSeconds,
}: {
  readonly cron: string;
  readonly timezone: string;
  readonly jitterSeconds: string;
}) {
  const cron = useSettled(typed, 400);
  // The field itself says what is wrong with another text.
  const jitter = /^\d{1,4}$/.test(jitterSeconds) ? Math.min(Number(jitterSeconds), maxJitterSeconds) : null;
  const { data, error } = useQuery({
    queryKey: ["schedule-preview", cron, timezone, jitter],
    queryFn: () => {
      const body = { schedule: cron, timezone, count: shownCount, schedule_jitter_seconds: jitter };
      return dataOf(api.POST("/api/v1/schedules/preview", { body }));
    },
    enabled: cron.trim() !== "",
    placeholderData: keepPreviousData,
    retry: (count, error) => !(error instanceof ApiError) && count < 3,
  });
  return (
    <div className="stack tight" aria-live="polite">
      <p>
        <strong>{describeSchedule(cron)}</strong> <code className="soft">{cron}</code>
      </p>
      {error && <ErrorNotice error={error} />}
      {data && !error && <DueTimes preview={data} timezone={timezone} />}
    </div>
  );
}

/** Keeps the time of day if both have one. */
function toKind(kind: Schedule["kind"], from: Schedule): Schedule {
  const time = "time" in from ? from.time : "05:00";
  switch (kind) {
    case "none":
      return { kind };
    case "minutes":
      return { kind, every: 15 };
    case "hourly":
      return { kind, minute: 0 };
    case "daily":
      return { kind, time };
    case "weekly":
      return { kind, days: [1], time };
    case "monthly":
      return { kind, day: 1, time };
    case "custom":
      return { kind, expression: toCron(from) ?? "0 5 * * *" };
  }
  return kind satisfies never;
}

function clamp(text: string, from: number, to: number): number {
  return Math.max(from, Math.min(to, Math.trunc(Number(text)) || 0));
}
