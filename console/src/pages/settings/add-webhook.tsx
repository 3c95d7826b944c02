import { dataOf } from "@datamantri/client";
import { useState } from "react";

import { api } from "../../api/client.ts";
import type { Webhook } from "../../api/types.ts";
import { useAction } from "../../api/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { SelectField, TextField } from "../../parts/field.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { SecretOnce } from "../../parts/secret-once.tsx";

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
    return (
      <Dialog title={`Added ${add.data.webhook.name}`} onClose={onClose}>
        {add.data.secret !== null && <SecretOnce name="The signing secret" secret={add.data.secret} />}
        <div className="dialog-end">
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Add a webhook" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField label="Name" value={name} onChange={setName} required />
        <TextField label="Address" value={url} onChange={setUrl} placeholder="https://" required />
        <SelectField
          label="Format"
          value={format}
          onChange={setFormat}
          options={[
            ["standard", "Signed JSON (Standard Webhooks)"],
            ["slack", "A sentence for Slack"],
          ]}
        />
        <fieldset className="stack tight">
          <legend className="small">Tell when</legend>
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
        {add.isError && <ErrorNotice error={add.error} />}
        <div className="dialog-end">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" disabled={events.length === 0} isBusy={add.isPending}>
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
