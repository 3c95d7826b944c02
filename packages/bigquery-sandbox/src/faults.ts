import * as z from "zod";

/**
 * What can go wrong on request. The HTTP errors carry BigQuery's real bodies; `403_rateLimitExceeded` is how BigQuery
 * refuses tabledata.list beyond its quota, and no Google client retries it; `expired_job` is what a client sees about a
 * day after a query, when job and anonymous table are gone.
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
  /** How many matching requests pass unharmed before. */
  after: z.int().nonnegative().default(0),
  /** How many requests are harmed. */
  count: z.int().positive().default(1),
  /** For slow_page: how long the answer's body waits. */
  delayMs: z.int().nonnegative().default(1000),
});

/** A rule with everything filled in; see {@link faultRule}. */
export type FaultRule = z.infer<typeof faultRule>;

/** A rule as one writes it: `after`, `count` and `delayMs` have defaults. */
export type FaultRuleInput = z.input<typeof faultRule>;

interface ActiveRule {
  readonly rule: FaultRule;
  readonly pattern: RegExp;
  seen: number;
}

/** The faults of one sandbox. Each matching request uses up one of each rule it matches; the first that strikes wins. */
export class Faults {
  #rules: ActiveRule[] = [];

  /** Adds rules to those there are. */
  add(...rules: readonly FaultRuleInput[]): void {
    const parsed = rules.map((rule) => faultRule.parse(rule));
    this.#rules.push(...parsed.map((rule) => ({ rule, pattern: new RegExp(rule.match), seen: 0 })));
  }

  /** Forgets all rules. */
  clear(): void {
    this.#rules = [];
  }

  /** The rules and how often each one struck. */
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
