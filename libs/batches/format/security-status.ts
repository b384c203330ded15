import type { SecurityStatus } from '#libs/contracts/cx/batches/v1/batches.js';
import { INSECURITIES, type SecurityReport } from '#libs/domain/insecurity.js';

/** What is insecure, as callers read it: with the sentences of each reason, so that a client of another version can show them. */
export function securityToProto({ checkedAt, standing }: SecurityReport): SecurityStatus {
  return {
    checkedAt: checkedAt === undefined ? undefined : new Date(checkedAt),
    insecurities: standing.map(({ reason, detail, accepted }) => {
      const { says: sentence, cure } = INSECURITIES[reason];
      return { reason, sentence, cure, detail, accepted };
    }),
  };
}
