import { ApiError, dataOf } from "@datamantri/client";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { api } from "../api/client.ts";
import { meQuery } from "../api/queries.ts";
import type { User } from "../api/types.ts";
import { useLiveEvents } from "../live/use-live-events.ts";
import { Button } from "../parts/button.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { ErrorNotice, Skeleton } from "../parts/notice.tsx";
import { SignIn } from "../session/sign-in.tsx";
import { LiveBadge } from "./live-badge.tsx";
import { useShellKeys } from "./shell-keys.ts";
import { useTheme } from "./theme.ts";

/** Everything around a page; without a session the sign-in. */
export function Shell() {
  const me = useQuery(meQuery);
  const overlays = useOverlays();
  if (me.error instanceof ApiError && me.error.status === 401) return <SignIn />;
  if (me.data) return <SignedIn me={me.data} overlays={overlays} />;
  return (
    <main className="page">
      {me.isError ? <ErrorNotice error={me.error} onRetry={() => void me.refetch()} /> : <Skeleton />}
    </main>
  );
}

type Overlays = typeof import("./overlays.tsx");

/** Loaded after the first page, which needs none of it; kept here, because `lazy` would lose the first keys of a search. */
function useOverlays(): Overlays | undefined {
  const [overlays, setOverlays] = useState<Overlays>();
  useEffect(() => void import("./overlays.tsx").then(setOverlays), []);
  return overlays;
}

function SignedIn({ me, overlays }: { readonly me: User; readonly overlays: Overlays | undefined }) {
  const [isFinding, setFinding] = useState(false);
  useLiveEvents();
  useShellKeys(() => setFinding(true));
  return (
    <div className="shell">
      <a className="skip-link" href="#page">
        Skip to the page
      </a>
      <div className="side">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" />
          DataMantri
        </Link>
        <button type="button" className="find" title="Find" onClick={() => setFinding(true)}>
          <Icon name="search" />
          <span className="wide-only">Find</span>
          <kbd aria-hidden="true">{navigator.platform.startsWith("Mac") ? "⌘K" : "Ctrl K"}</kbd>
        </button>
        <nav className="nav" aria-label="Main">
          <NavLink to="/" icon="dashboard" text="Dashboard" isExact />
          <NavLink to="/pipelines" icon="pipelines" text="Pipelines" />
          <NavLink to="/runs" icon="runs" text="Runs" />
          <NavLink to="/connections" icon="connections" text="Connections" />
          <NavLink to="/system" icon="system" text="System" />
          <div className="nav-title">Settings</div>
          {me.role === "admin" && <NavLink to="/settings/users" icon="users" text="Users" />}
          <NavLink to="/settings/api-keys" icon="key" text="API keys" />
          {(me.role === "admin" || me.role === "editor") && (
            <NavLink to="/settings/webhooks" icon="out" text="Webhooks" />
          )}
          {me.role === "admin" && <NavLink to="/settings/audit" icon="audit" text="Audit log" />}
          <NavLink to="/settings/account" icon="account" text="Your account" />
          <a href="/docs">
            <Icon name="book" />
            API reference
          </a>
        </nav>
        <SideEnd me={me} />
      </div>
      <main className="page" id="page" tabIndex={-1}>
        <Outlet />
      </main>
      {overlays && <overlays.Toasts />}
      {overlays && <overlays.ConfirmDialog />}
      {overlays && isFinding && <overlays.CommandPalette onClose={() => setFinding(false)} />}
    </div>
  );
}

function NavLink({
  to,
  icon,
  text,
  isExact = false,
}: {
  readonly to:
    | "/"
    | "/pipelines"
    | "/runs"
    | "/connections"
    | "/system"
    | `/settings/${"users" | "api-keys" | "webhooks" | "audit" | "account"}`;
  readonly icon: IconName;
  readonly text: string;
  readonly isExact?: boolean;
}) {
  return (
    <Link to={to} activeOptions={{ exact: isExact, includeSearch: false }}>
      <Icon name={icon} />
      {text}
    </Link>
  );
}

function SideEnd({ me }: { readonly me: User }) {
  const queries = useQueryClient();
  const [theme, setTheme] = useTheme();
  const signOut = useMutation({
    mutationFn: () => dataOf(api.POST("/api/v1/auth/logout")),
    onSuccess: () => {
      queries.clear();
      // Reloading the page removes this user's data from memory.
      window.location.assign("/");
    },
  });
  const other = theme === "dark" ? "light" : "dark";
  return (
    <div className="side-end">
      <LiveBadge />
      <div className="who small" title={me.email}>
        {me.full_name ?? me.email}
        <div className="faint">{me.role}</div>
      </div>
      <div className="row">
        <Button
          kind="quiet"
          isSmall
          icon="out"
          title="Sign out"
          isBusy={signOut.isPending}
          onClick={() => signOut.mutate()}
        >
          <span className="wide-only">Sign out</span>
        </Button>
        <Button
          kind="quiet"
          isSmall
          icon={theme === "dark" ? "sun" : "moon"}
          aria-label={`Use the ${other} theme`}
          title={`Use the ${other} theme`}
          onClick={() => setTheme(other)}
        />
      </div>
    </div>
  );
}
