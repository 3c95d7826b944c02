import { Toast } from "@base-ui/react/toast";

import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { toasts } from "./tell.ts";

const maxShown = 4;

export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} limit={maxShown}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function List() {
  return Toast.useToastManager().toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast}>
      <Toast.Content className="toast">
        {toast.type === "good" ? (
          <Badge tone="good" icon="check" text="Done" />
        ) : (
          <Badge tone="bad" icon="cross" text="Failed" />
        )}
        <Toast.Description />
        <Toast.Close render={<Button kind="quiet" isSmall icon="cross" />} aria-label="Dismiss" />
      </Toast.Content>
    </Toast.Root>
  ));
}
