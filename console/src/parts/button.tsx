import type { ButtonHTMLAttributes } from "react";

import { Icon, type IconName } from "./icon.tsx";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: "primary" | "danger" | "quiet" | "plain";
  readonly icon?: IconName;
  readonly isSmall?: boolean;
  /** True while its action runs: it cannot be pressed again, and shows so. */
  readonly isBusy?: boolean;
}

export function Button({ kind = "plain", icon, isSmall, isBusy = false, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={buttonClass(kind, isSmall)}
      disabled={rest.disabled === true || isBusy}
      aria-busy={isBusy}
    >
      {isBusy ? <Icon name="busy" className="spin" /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** For links that look like buttons. */
export function buttonClass(kind: NonNullable<ButtonProps["kind"]>, isSmall = false): string {
  return `button ${kind}${isSmall ? " small" : ""}`;
}
