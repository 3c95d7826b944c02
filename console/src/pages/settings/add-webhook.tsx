import { dataOf } from "@datamantri/client";
import { useState } from "react";

import { api } from "../../api/client.ts";
import type { Webhook } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { SelectField, TextField } from "../../parts/field.tsx";
import { FormDialog } from "../../parts/form-dialog.tsx";
import { SecretDialog } from "../../parts/secret-dialog.tsx";

type EventType = Webhook["event_types"][number];

const eventTexts: readonly (readonly [EventType, string])[] = [
  ["run_failed", "A run failed"],
  ["run_succeeded", "A run succeeded"],
  ["run_cancelled", "A run was cancelled"],
  ["run_skipped", "A run was skipped"],
  ["run_queued", "A run was queued"],
];

export function AddWebhook({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState("");
  const [url, setUrl] = useState("");
  const [format, setFormat] = useState<Exclude<Webhook["format"], "openlineage">>("standard");
  const [events, setEvents] = useState<readonly EventType[]>(["run_failed"]);
  const add = useAction(() =>
    dataOf(api.POST("/api/v1/webhooks", { body: { name, url, format, event_types: [...events] } })),
  );
  if (add.data) {
    const { webhook, secret } = add.data;
    return <SecretDialog title={`Added ${webhook.name}`} name="The signing secret" secret={secret} onClose={onClose} />;
  }
  return (
    <FormDialog title="Add a webhook" action={add} submit="Add" isReady={events.length > 0} onClose={onClose}>
      <TextField label="Name" value={name} onChange={setName} required />
      <TextField label="Address" value={url} onChange={setUrl} placeholder="https://" required />
      <SelectField
        label="Format"
        value={format}
        onChange={setFormat}
        options={[
          ["standard", "Signed JSON (Standard Webhooks)"],
          ["slack", "Slack message"],
        ]}
      />
      <fieldset className="stack tight">
        <legend className="small">Events</legend>
        {eventTexts.map(([type, text]) => (
          <label key={type} className="check">
            <input
              type="checkbox"
              checked={events.includes(type)}
              onChange={({ target }) =>
                setEvents(target.checked ? [...events, type] : events.filter((one) => one !== type))
              }
            />
            {text}
          </label>
        ))}
      </fieldset>
    </FormDialog>
  );
}
