import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Checked, checkDocuments } from '#libs/documents/check.js';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { type Answers, departmentsOf, problemOf, questions } from './answers.js';
import { companyFiles } from './documents.js';

const NOW = Date.parse('2027-03-31T23:30:00Z'); // already April in Berlin
const answers: Answers = { name: 'My shop', zone: 'Europe/Berlin', currency: 'EUR', departments: BUILT_IN_SOURCES };

const checked = (of: Answers): Checked =>
  checkDocuments(Object.entries(companyFiles(of, NOW)).map(([file, text]) => ({ file, text })));

describe('the first documents of a company', () => {
  it('hold from the month before, in the zone of the company', () => {
    const files = companyFiles(answers, NOW);
    expect(files['company.yaml']).toContain('valid_from: 2027-03-01');
    expect(files['ruleset.yaml']).toContain('months: { first: 2027-03 }');
    expect(files['ruleset.yaml']).toContain('published_at: 2027-03-31T23:30:00Z');
  });

  it('ask the limits of the catalogue', () => {
    const { 'metrics.yaml': metrics } = companyFiles(answers, NOW);
    expect(metrics).toContain('limit: { minutes: 60 }');
    expect(metrics).toContain('grace: { civil_days: 14 }');
    expect(metrics).toContain('measured_settlements: [instant]');
  });

  it('weigh what every order and contact answers, so that a department needs nothing rare for its first index', () => {
    const { 'ruleset.yaml': ruleset } = companyFiles(answers, NOW);
    const weights = [...String(ruleset).matchAll(/metric: (\w+)\n +definition: 1\n +weight_bp: (\d+)/g)];
    expect(weights.map(([, metric, weight]) => `${metric} ${weight}`)).toEqual([
      'payment_approved_in_time 5000',
      'order_kept 5000',
      'handed_over_by_limit 8000',
      'handed_over_at_last 2000', // known after 7 days of grace: 8,000 suffice until then
      'delivered_by_first_promise 8000',
      'arrived_at_last 2000', // after 14 days
      'first_response_in_time 5000',
      'solved_without_second_contact 5000',
    ]);
    expect(ruleset).toContain('minimum_coverage_bp: 8000');
  });

  it('pass the linter, whatever the answers are that were taken', () => {
    const departments = fc.tuple(
      fc.subarray([...BUILT_IN_SOURCES]),
      fc.uniqueArray(fc.oneof(fc.stringMatching(/^[a-z][a-z0-9_-]{0,60}$/), fc.constantFrom('true', 'null', 'shop')), {
        maxLength: 3,
      }),
    );
    const texts = fc.record({
      name: fc.oneof(
        fc.string({ unit: 'grapheme', maxLength: 130 }),
        fc.constantFrom('a: b', '# c', '"', '- x', 'ü\u2028'),
      ),
      zone: fc.constantFrom('Europe/Berlin', 'UTC', 'America/Sao_Paulo', 'Nowhere'),
      currency: fc.constantFrom('EUR', 'BRL', 'EUX'),
      departments: departments.map(([builtIn, own]) => [...own, ...builtIn].join(', ')),
    });
    let taken = 0;
    fc.assert(
      fc.property(texts, (given) => {
        const problems = questions('UTC').map(({ question }) => problemOf(question, given[question]));
        fc.pre(problems.every((problem) => problem === undefined));
        taken += 1;
        expect(checked({ ...given, departments: departmentsOf(given.departments) })).toMatchObject({
          kind: 'documents',
        });
      }),
      { numRuns: 60, maxSkipsPerRun: 200 },
    );
    expect(taken).toBeGreaterThan(20);
  });
});

describe('an answer is refused', () => {
  it.each([
    ['name', '', 'Too small'],
    ['zone', 'Berlin/Europe', 'IANA'],
    ['currency', 'EURO', 'three letters'],
    ['currency', 'EUX', 'ISO 4217'],
    ['departments', ' , ', 'at least one'],
    ['departments', 'Product', 'no name of a department'],
    ['departments', 'a'.repeat(32), '1 to 31 characters'],
    ['departments', 'it-desk', '0-9 and "_"'],
    ['departments', 'customer', 'it means something else'],
    ['departments', 'delivery', 'delivery is measured by what ordering and warehouse reports'],
    ['departments', 'survey', 'survey is measured by what ordering reports'],
  ] as const)('%s: %s', (question, text, says) => {
    expect(problemOf(question, text)).toContain(says);
  });

  it('and departments are put into the order of the journey, each once', () => {
    expect(departmentsOf('product, delivery,ordering , delivery')).toEqual(['ordering', 'delivery', 'product']);
  });
});
