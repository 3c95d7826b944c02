import * as z from "zod";

/**
 * Faults on request. The HTTP errors have BigQuery's real bodies; `403_rateLimitExceeded` is how BigQuery refuses
 * tabledata.list beyond its quota, and no Google client retries it; `expired_job` is what a client sees about a day
 * after a query, when job and anonymous table no longer exist.
 */
export const faultName = z.enum([
  "401",
  "429",
  "403_rateLimitExceeded",
  "500",
  "503",
  "truncated_body",
  "slow_page",
  "reset",
  "expired_job",
]);

/** See {@link faultName}. */
export type FaultName = z.infer<typeof faultName>;

/** When a fault happens. */
export const faultRule = z.object({
  /** An operation such as `tabledata.list`, or a regular expression for the path and query of the URL. */
  match: z.string().min(1),
  fault: faultName,
  /** Number of matching requests that succeed first. */
  after: z.int().nonnegative().default(0),
  /** Number of requests that fail. */
  count: z.int().positive().default(1),
  /** For slow_page: how long the answer's body waits. */
  delayMs: z.int().nonnegative().default(1000),
});

/** A complete rule; see {@link faultRule}. */
export type FaultRule = z.infer<typeof faultRule>;

/** A rule as input: `after`, `count` and `delayMs` have defaults. */
export type FaultRuleInput = z.input<typeof faultRule>;

interface ActiveRule {
  readonly rule: FaultRule;
  readonly pattern: RegExp;
  seen: number;
}

/**
 * The faults of one sandbox. Each matching request counts for every rule that it matches; the first active rule wins.
 */
export class Faults {
  #rules: ActiveRule[] = [];

  /** Adds rules to the existing ones. */
  add(...rules: readonly FaultRuleInput[]): void {
    const parsed = rules.map((rule) => faultRule.parse(rule));
    this.#rules.push(...parsed.map((rule) => ({ rule, pattern: new RegExp(rule.match), seen: 0 })));
  }

  /** Removes all rules. */
  clear(): void {
    this.#rules = [];
  }

  /** The rules and how often each one was applied. */
  list(): readonly (FaultRule & { readonly struck: number })[] {
    return this.#rules.map(({ rule, seen }) => ({
      ...rule,
      struck: Math.max(0, Math.min(seen - rule.after, rule.count)),
    }));
  }

  /** The fault for this request, if any. */
  next(operation: string, url: string): FaultRule | undefined {
    let struck: FaultRule | undefined;
    for (const active of this.#rules) {
      const { rule } = active;
      if (rule.match !== operation && !active.pattern.test(url)) continue;
      active.seen += 1;
      const strikes = active.seen > rule.after && active.seen <= rule.after + rule.count;
      if (strikes) struck ??= rule;
    }
    return struck;
  }
}
