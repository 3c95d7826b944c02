import type { AuditedRequest } from "@datamantri/contracts";
import type { Actor, Role, UserView } from "@datamantri/api";

/** The caller of a request and its permissions. */
export interface Identity {
  /** The user; for an API key its owner; for another issuer's token its subject. */
  readonly user: UserView;
  readonly actor: Actor;
  /** Effective role; an API key may have a lower one than its owner. */
  readonly role: Role;
  /** Scopes of an API key; null allows everything that the role allows. */
  readonly scopes: readonly string[] | null;
  /** Null without a session: for API keys and other issuers' tokens. */
  readonly sessionId: string | null;
  /** When the user last authenticated, since the epoch; null for API keys, and if the issuer does not say. */
  readonly authenticatedMs: number | null;
  /** True if the browser attached it automatically, so that another site may have forged the request. */
  readonly isCookie: boolean;
}

export interface AppEnv {
  Variables: {
    user: UserView;
    identity: Identity;
    requestId: string;
    /** True if the request would still be accepted; long-lived answers check it. */
    isStillAllowed: () => Promise<boolean>;
    /** For an operation in `auditedByCommand`: its audit entry, which the next command carries. */
    takeAudit: () => AuditedRequest;
    /**
     * Charges the caller for milliseconds of work (`http/work-budget.ts`). Absent for operations that are not counted.
     */
    chargeWork?: (ms: number) => void;
    /** As at the beginning of the request. @throws ProblemError 429 */
    assertWorkLeft?: () => void;
    /** Charges for what checking the body has taken since the last call. Absent without JSON. */
    markWork?: () => void;
  };
}
