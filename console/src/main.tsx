// One style sheet, in this order: a later rule overrides an earlier one.
import "./design/tokens.css";
import "./design/base.css";
import "./design/parts.css";
import "./design/lists.css";
import "./design/table.css";
import "./design/field.css";
import "./design/overlays.css";
import "./design/layout.css";
import "./design/charts.css";
import "./shell/shell.css";
import "./session/sign-in.css";
import "./pages/dashboard/dashboard.css";
import "./pages/pipeline/pipeline.css";
import "./pages/run/run.css";
import "./pages/system/system.css";
import "./pages/edit/edit.css";
import "./pages/edit/mapping/mapping.css";

import { ApiError } from "@datamantri/client";
import { MutationCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { meQuery } from "./api/queries.ts";
import { listeningCache, noteFailure } from "./live/connection.ts";
import { router } from "./router.tsx";
import { applyTheme } from "./shell/theme.ts";

applyTheme();

const queries = new QueryClient({
  queryCache: listeningCache,
  // Any change may affect the data shown.
  mutationCache: new MutationCache({ onSuccess: () => queries.invalidateQueries() }),
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      retry(failureCount, error) {
        noteFailure(error);
        // The session has ended: show the sign-in page.
        if (error instanceof ApiError && error.status === 401) void queries.invalidateQueries(meQuery);
        return !(error instanceof ApiError && error.status < 500) && failureCount < 3;
      },
    },
  },
});

createRoot(document.getElementById("console")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
