import { Autocomplete } from "@base-ui/react/autocomplete";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { connectionsQuery, pipelinesQuery } from "../api/queries.ts";
import { kindTexts } from "../pages/connections/connection-words.ts";
import { Modal } from "../parts/dialog.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useMay } from "../session/session.tsx";

interface Target {
  readonly text: string;
  readonly detail: string;
  readonly icon: IconName;
  readonly to: string;
}

const maxShown = 12;

/** Finds pages and items by a part of their names. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const targets = useTargets();
  const [typed, setTyped] = useState("");
  const words = typed.toLowerCase().split(/\s+/);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const found = targets.filter(({ text, detail }) => has(`${text} ${detail}`));
  // A match of the name comes before one of the detail.
  const shown = found.toSorted((one, other) => Number(has(other.text)) - Number(has(one.text))).slice(0, maxShown);
  const go = (to: string) => {
    onClose();
    void navigate({ to });
  };
  return (
    <Modal className="modal palette" label="Find" onClose={onClose}>
      <Autocomplete.Root
        open
        inline
        items={targets}
        filteredItems={shown}
        itemToStringValue={({ text }) => text}
        value={typed}
        onValueChange={setTyped}
        autoHighlight="always"
        keepHighlight
      >
        <Autocomplete.Input
          className="palette-input"
          aria-label="Find a page or a pipeline"
          placeholder="Find a page or a pipeline"
        />
        <Autocomplete.List aria-label="Found" className="palette-list">
          {(target: Target) => (
            <Autocomplete.Item key={target.to} value={target} onClick={() => go(target.to)}>
              <Icon name={target.icon} />
              {target.text}
              <span className="faint small palette-detail">{target.detail}</span>
            </Autocomplete.Item>
          )}
        </Autocomplete.List>
        <Autocomplete.Empty>
          <p className="palette-none soft">No page, pipeline or connection matches.</p>
        </Autocomplete.Empty>
      </Autocomplete.Root>
    </Modal>
  );
}

function useTargets(): readonly Target[] {
  const { data: pipelines = [] } = useQuery(pipelinesQuery);
  const { data: connections = [] } = useQuery(connectionsQuery);
  const mayEdit = useMay("editor");
  const isAdmin = useMay("admin");
  return [
    { text: "Dashboard", detail: "Page", icon: "dashboard", to: "/" },
    { text: "Pipelines", detail: "Page", icon: "pipelines", to: "/pipelines" },
    { text: "Runs", detail: "Page", icon: "runs", to: "/runs" },
    { text: "Connections", detail: "Page", icon: "connections", to: "/connections" },
    { text: "System", detail: "Queues, workers, errors", icon: "system", to: "/system" },
    ...(mayEdit
      ? [{ text: "New pipeline", detail: "Create one", icon: "plus", to: "/pipelines/new" } satisfies Target]
      : []),
    ...pipelines.map(({ id, name, source_config: { dataset, table } }): Target => {
      const detail = table === undefined ? "Pipeline" : `Pipeline from ${dataset}.${table}`;
      return { text: name, detail, icon: "pipelines", to: `/pipelines/${id}` };
    }),
    ...connections.map(({ id, name, kind }): Target => {
      const detail = `Connection to ${kindTexts[kind]}`;
      return { text: name, detail, icon: "connections", to: `/connections/${id}` };
    }),
    { text: "API keys", detail: "Settings", icon: "key", to: "/settings/api-keys" },
    ...(mayEdit
      ? [{ text: "Webhooks", detail: "Settings", icon: "out", to: "/settings/webhooks" } satisfies Target]
      : []),
    { text: "Your account", detail: "Settings", icon: "account", to: "/settings/account" },
    ...(isAdmin
      ? [
          { text: "Users", detail: "Settings", icon: "users", to: "/settings/users" } satisfies Target,
          { text: "Audit log", detail: "Settings", icon: "audit", to: "/settings/audit" } satisfies Target,
        ]
      : []),
  ];
}
