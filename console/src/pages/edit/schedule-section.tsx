import { SelectField } from "../../parts/field.tsx";
import { SpanField } from "../../parts/span-field.tsx";
import { CronBuilder } from "../../schedule/cron-builder.tsx";
import { hasProblem, More, optionsOf, Section, type SectionProps } from "./form-parts.tsx";

/** How far back what was missed is made up for, unless said. */
const usualSeconds = "86400";

export function ScheduleSection({ draft, change, problems }: SectionProps) {
  const { catchUp, catchUpSeconds } = draft;
  return (
    <Section id="schedule" title="Schedule" lead="when it runs by itself">
      <CronBuilder
        cron={draft.schedule}
        timezone={draft.timezone}
        onChange={(schedule, timezone) => change({ schedule, timezone })}
      />
      {problems.schedule && <p className="field-error">{problems.schedule}</p>}
      {(draft.schedule !== null || catchUp !== "") && (
        <More
          title="Times that were missed"
          set={[catchUp && `catch up: ${catchUp}`]}
          isWrong={hasProblem(problems, "catch_up")}
        >
          <div className="fields">
            <SelectField
              label="When nobody fired it"
              value={catchUp}
              onChange={(catchUp) => change({ catchUp })}
              options={optionsOf("As usual: it is left", [
                ["none", "It is left"],
                ["last", "One run for the latest time"],
                ["all", "A run for each time"],
              ])}
              hint="Because all schedulers were away."
            />
            {(catchUp === "last" || catchUp === "all" || catchUpSeconds !== "") && (
              <SpanField
                label="Not longer ago than"
                placeholder={usualSeconds}
                seconds={catchUpSeconds}
                onChange={(catchUpSeconds) => change({ catchUpSeconds })}
                error={problems["catch_up.window_seconds"]}
              />
            )}
          </div>
        </More>
      )}
    </Section>
  );
}
