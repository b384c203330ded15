import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDocuments, type SourceFile } from './check.js';
import { FINDING_REASONS } from './finding.js';
import { exampleCompany, payPeriods } from './fixtures/example-company.js';
import { randomDocuments } from './fixtures/random-documents.js';

/** As many random companies of eleven documents, within some seconds. RANDOM_COMPANIES=91000 tries a million documents by hand. */
const RANDOM = Number(process.env['RANDOM_COMPANIES'] ?? 0);

describe('the linter', () => {
  it('never throws, whatever is in the documents: mutated and random texts', { timeout: 7_200_000 }, () => {
    fc.assert(
      fc.property(randomDocuments([...exampleCompany(), payPeriods()]), (files: readonly SourceFile[]) => {
        const checked = checkDocuments(files);
        if (checked.kind === 'documents') return;
        for (const { file, line, column, reason, problem, cure } of checked.findings) {
          expect(Object.hasOwn(FINDING_REASONS, reason)).toBe(true);
          expect(line * column * file.length * problem.length * cure.length).toBeGreaterThan(0);
        }
      }),
      RANDOM > 0 ? { numRuns: RANDOM } : { numRuns: 1_000, interruptAfterTimeLimit: 5_000 },
    );
  });
});
