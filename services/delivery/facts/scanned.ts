import { objectionToChoice } from '#libs/cases/facts/fact-checks.js';
import { factKind } from '#libs/cases/facts/fact-kind.js';
import { SCAN_POINTS } from '#libs/catalogue/delivery/report.js';
import { inWords } from '#libs/domain/enum-words.js';

interface ScannedValue {
  /** A number of SCAN_POINTS. */
  readonly point: number;
  readonly atAddress: boolean;
}

/** The parcel was scanned on its way. Every scan says something of its own. */
export const scanned = factKind({
  counts: 'every',
  part: 'may',
  check: ({ point }: ScannedValue) => objectionToChoice(point, SCAN_POINTS, 'scanned.point'),
  read: ({ point, atAddress }, happenedAt) => ({
    ...{ name: 'scanned' as const, happenedAt },
    ...{ point: SCAN_POINTS.wordOf(point), isAtAddress: atAddress },
  }),
  describe: ({ point, atAddress }) => `${inWords(SCAN_POINTS.find(point))}${atAddress ? ', at the address' : ''}`,
});
