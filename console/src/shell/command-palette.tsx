import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";

import { connectionsQuery, pipelinesQuery } from "../api/queries.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { kindTexts } from "../pages/connections/connection-words.ts";
import { useMay } from "../session/session.tsx";

interface Target {
  readonly text: string;
  readonly detail: string;
  readonly icon: IconName;
  readonly to: string;
}

const maxShown = 12;

/** Goes anywhere by typing a part of its name. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const navigate = useNavigate();
  const targets = useTargets();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);

  const words = typed.toLowerCase().split(/\s+/);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const found = targets.filter(({ text, detail }) => has(`${text} ${detail}`));
  // What is called so comes before what only has to do with it.
  const shown = found.toSorted((one, other) => Number(has(other.text)) - Number(has(one.text))).slice(0, maxShown);
  const go = (target: Target | undefined) => {
    if (!target) return;
    onClose();
    void navigate({ to: target.to });
  };
  const onKey = (key: string): boolean => {
    if (key === "ArrowDown") setActive(Math.min(shown.length - 1, active + 1));
    else if (key === "ArrowUp") setActive(Math.max(0, active - 1));
    else if (key === "Enter") go(shown[active]);
    else return false;
    return true;
  };

  return (
    <dialog ref={dialog} className="palette" aria-label="Find" onClose={onClose}>
      <input
        className="palette-input"
        role="combobox"
        aria-label="Find a page or a pipeline"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown.length > 0 ? `${listId}-${active}` : undefined}
        placeholder="Find a page or a pipeline"
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (onKey(event.key)) event.preventDefault();
        }}
      />
      <div role="listbox" id={listId} aria-label="Found" className="palette-list">
        {shown.map((target, index) => (
          <div
            key={target.to}
            role="option"
            id={`${listId}-${index}`}
            aria-selected={index === active}
            onPointerDown={() => go(target)}
          >
            <Icon name={target.icon} />
            {target.text}
            <span className="faint small palette-detail">{target.detail}</span>
          </div>
        ))}
      </div>
      {shown.length === 0 && <p className="palette-none soft">Nothing has this in its name.</p>}
    </dialog>
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
      ? [{ text: "New pipeline", detail: "Make one", icon: "plus", to: "/pipelines/new" } satisfies Target]
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
