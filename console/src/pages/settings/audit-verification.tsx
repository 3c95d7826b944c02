import type { AuditVerification } from "../../api/types.ts";
import { Notice } from "../../parts/notice.tsx";
import { Time } from "../../parts/time.tsx";

export function Verification({ verification }: { readonly verification: AuditVerification }) {
  const { is_intact, head_hash, missing, anchor } = verification;
  return (
    <Notice tone={is_intact ? "good" : "bad"} title={titleOf(verification)}>
      {missing && (
        <p>
          The missing entries were made{" "}
          {missing.after !== null && (
            <>
              after <Time at={missing.after} /> and{" "}
            </>
          )}
          until <Time at={missing.until} />.
        </p>
      )}
      {anchor ? (
        <p>
          Entry {anchor.sequence} was anchored in NATS <Time at={anchor.at} />. Entries that were cut off before{" "}
          <Time at={anchor.since} /> do not show.
        </p>
      ) : (
        <p>The log has no anchor in NATS yet: entries that were cut off do not show.</p>
      )}
      <span className="mono soft">head {head_hash}</span>
    </Notice>
  );
}

function titleOf({ is_intact, entry_count, first_broken_sequence, missing, unverified, anchor }: AuditVerification) {
  if (is_intact) return `All ${entry_count} entries are as they were written`;
  const changed = first_broken_sequence === null ? "" : `Changed from entry ${first_broken_sequence} on`;
  if (missing) {
    const gap = `Entries ${missing.from_sequence} to ${missing.to_sequence} are missing`;
    return first_broken_sequence !== null && first_broken_sequence < missing.from_sequence ? `${changed}. ${gap}` : gap;
  }
  if (changed) return changed;
  if (unverified) {
    const { from_sequence, to_sequence } = unverified;
    return `Entries ${from_sequence} to ${to_sequence} cannot be verified: their key is not in SECRETS_KEY`;
  }
  return `Rewritten: entry ${anchor?.sequence} is not the one that was anchored`;
}
