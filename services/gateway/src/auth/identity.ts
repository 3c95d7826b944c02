import type { AuditedRequest } from "@datamantri/contracts";
import type { Actor, Role, UserView } from "@datamantri/api";

/** Who makes a request, and what they may do. */
export interface Identity {
  /** The user; of an API key its owner; of another issuer's token its subject. */
  readonly user: UserView;
  readonly actor: Actor;
  /** What counts; an API key may have a lower one than its owner. */
  readonly role: Role;
  /** Of an API key: all that it may be used for; null for everything that its role may. */
  readonly scopes: readonly string[] | null;
  /** Null without a session: API keys and other issuers' tokens. */
  readonly sessionId: string | null;
  /** When the user last proved who they are, since the epoch; null for API keys, and where an issuer does not say. */
  readonly authenticatedMs: number | null;
  /** The browser sent it by itself, so that the request may be forged by another site. */
  readonly isCookie: boolean;
}

export interface AppEnv {
  Variables: {
    user: UserView;
    identity: Identity;
    requestId: string;
    /** Whether the request would still be let in: asked by answers that last. */
    isStillAllowed: () => Promise<boolean>;
    /** For an operation in `auditedByCommand`: its entry of the audit log, which the command that is sent next carries. */
    takeAudit: () => AuditedRequest;
    /** Charges the caller for milliseconds of work (`http/work-budget.ts`). Absent for what is not counted. */
    chargeWork?: (ms: number) => void;
    /** As at the beginning of the request. @throws ProblemError 429 */
    assertWorkLeft?: () => void;
    /** Charges for what checking the body has taken since the last call. Absent without JSON. */
    markWork?: () => void;
  };
}
