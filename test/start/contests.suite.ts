import { beforeAll, describe, expect, it } from 'vitest';
import type { Addresses } from '#cli/addresses.js';
import { generateContacts } from '#deploy/local/generated-contacts.js';
import type { MetricEvaluation } from '#libs/catalogue/evaluation.js';
import type { CaseRuling } from '#libs/domain/ruling.js';
import { exportedLines, linesOf, sha256Of, untilCounted } from '#test/e2e/counts.js';
import { afterRulings } from '#test/golden/after-rulings.js';
import { pureContacts } from '#test/golden/pure-contacts.js';
import { purePath } from '#test/golden/pure-path.js';
import { foldOfArchive } from '#test/oracle/ask.js';
import { type Ended, runCx } from '#test/stack/run-cx.js';

/** A case as `cx cases --json` prints it. */
interface Listed {
  readonly caseId: string;
  readonly unit: string;
  readonly day: string;
}

/** An installation that has all 20,000 real orders and the generated contacts of seed 7, and in which nothing was contested. */
export interface Ruling {
  readonly addresses: Addresses;
  readonly dataDir: string;
}

const ON_TIME = 'delivered_by_first_promise';
const APPROVED = 'payment_approved_in_time';
const [OF_DELIVERY, OF_ORDERING] = ['departments/delivery/contests/1', 'departments/ordering/contests/2'];

/** Contests and rulings as people type them, each with a process of cx, and the counts that they make, over Kafka where it can be had. */
export function describeContests(installation: () => Ruling): void {
  describe('contests and rulings, typed', () => {
    const cx = (person: string, ...words: string[]) =>
      runCx([...words, '--as', person], { CX_DATA: installation().dataDir });
    const done = async (ended: Promise<Ended>) => {
      const { code, stdout, stderr } = await ended;
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('    at ')]);
      return stdout;
    };
    const refused = async (ended: Promise<Ended>) => {
      const { code, stdout, stderr } = await ended;
      expect([stdout, stderr]).toEqual(['', expect.not.stringContaining('    at ')]);
      return `${code} ${stderr.trim()}`;
    };
    /** The first miss of a metric and month for which the department answers. */
    const missOf = async (person: string, metric: string, month: string, responsible: string): Promise<Listed> => {
      const only = ['--miss', '--responsible', responsible, '--limit', '1', '--json'];
      const { observations } = JSON.parse(await done(cx(person, 'cases', metric, month, ...only)));
      return observations[0] as Listed;
    };
    const decide = (person: string, contest: string, outcome: string, ...more: string[]) =>
      cx(
        person,
        'rulings',
        'decide',
        contest,
        outcome,
        '--reason',
        'I have read it.',
        '--evidence',
        'file 13',
        ...more,
      );
    const confirm = (person: string, contest: string, decision: number, answer = 'confirmed') =>
      cx(person, 'rulings', 'confirm', contest, String(decision), answer, '--reason', 'I have read it, too.');

    let late: Listed;
    let unpaid: Listed;
    let evaluations: readonly MetricEvaluation[];
    beforeAll(async () => {
      late = await missOf('lead-of-delivery', ON_TIME, '2018-07', 'delivery');
      unpaid = await missOf('lead-of-ordering', APPROVED, '2018-09', 'ordering');
      evaluations = (await purePath()).evaluations;
    });

    /** The counts that follow from the rules and these rulings, each on the one case that it is about. */
    const expected = (...rulings: readonly (readonly [Listed, CaseRuling])[]) => {
      const left = [...evaluations];
      for (const [{ unit, day }, ruling] of rulings) {
        const place = left.findIndex(
          ({ metric, result, ...one }) =>
            metric.recordedAs === ruling.metric && one.unit === unit && one.day === day && isOwnMiss(result),
        );
        const before = left[place];
        if (before === undefined) throw new Error(`no miss of ${unit} on ${day}`);
        left[place] = afterRulings(before, [ruling]);
      }
      return sha256Of(linesOf(left, pureContacts(generateContacts(7))));
    };
    const counted = async () => sha256Of(await exportedLines(installation().addresses));

    it('a lead contests a late parcel, and both departments and the reviewers see it', async () => {
      const about = [ON_TIME, late.caseId, late.day, '--ground', 'fault-of-partner', '--evidence', 'scan file 12'];
      const opened = await done(cx('lead-of-delivery', 'contest', ...about, '--responsible', 'partner/acme'));
      expect(opened).toContain(`${OF_DELIVERY}  open, opened `);
      expect(opened).toContain('ground: fault of partner; responsible: partner/acme; evidence: scan file 12');
      expect(await done(cx('reviewer', 'rulings', 'list', '--open'))).toContain(`${OF_DELIVERY}  open`);
      const own = cx('lead-of-ordering', 'rulings', 'list', '--department', 'ordering');
      expect(await done(own)).toBe('');
      expect(await refused(cx('lead-of-delivery', 'contest', ...about))).toContain('CONTEST_OPEN');
    });

    it('what cannot be contested is refused, and says why', async () => {
      const where = ['--ground', 'wrong-day', '--evidence', 'file 7'];
      const unknown = await cx('lead-of-delivery', 'contest', ON_TIME, 'no-such-order', late.day, ...where);
      expect([unknown.code, unknown.stdout]).toEqual([3, '']);
      expect(unknown.stderr).toContain('delivery charges delivery with no miss of no-such-order');
      const nonsense = cx('lead-of-delivery', 'contest', ON_TIME, late.caseId, late.day, '--ground', 'wrong-dya');
      expect(await refused(nonsense)).toContain('2 wrong-dya is no ground. Did you mean wrong-day?');
      const mine = cx('reviewer', 'contest', ON_TIME, late.caseId, late.day, ...where);
      expect(await refused(mine)).toContain('CALLER_NOT_ALLOWED');
      const none = 'departments/delivery/contests/4711';
      expect(await refused(decide('reviewer', none, 'dismissed'))).toContain('CONTEST_UNKNOWN');
      expect(await refused(cx('reviewer', 'rulings', 'show', none))).toContain('CONTEST_UNKNOWN');
    });

    it('a reviewer charges it to the carrier, and exactly that case counts otherwise, once', async () => {
      const { addresses } = installation();
      await untilCounted(addresses);
      expect(await counted()).toBe(expected());
      expect(await refused(decide('lead-of-delivery', OF_DELIVERY, 'dismissed'))).toContain('CALLER_NOT_ALLOWED');
      const ruling = await done(decide('reviewer', OF_DELIVERY, 'charged', '--to', 'partner/acme'));
      expect(ruling).toMatch(/contests\/1 {2}ruling 1 holds/);
      expect(ruling).toContain('ruling 1 (decision 1): charged to partner/acme');
      await expect.poll(counted, { timeout: 60_000, interval: 1_000 }).toBe(expected([late, TO_CARRIER]));
      expect(await refused(decide('reviewer', OF_DELIVERY, 'dismissed'))).toContain('CONTEST_DECIDED');
      const seen = await done(cx('lead-of-delivery', 'cases', ON_TIME, '2018-07', '--responsible', 'partner/acme'));
      expect(seen).toContain(late.caseId);
      expect(seen).toContain('ruled: charged to partner/acme, ruling 1');
    });

    it('few cases need a second reviewer, who is another person and of no department concerned', async () => {
      const where = ['--ground', 'force-majeure', '--evidence', 'file 21'];
      const opened = await done(cx('lead-of-ordering', 'contest', APPROVED, unpaid.caseId, unpaid.day, ...where));
      expect(opened).toContain(`${OF_ORDERING}  open`);
      expect(await refused(decide('lead-of-ordering', OF_ORDERING, 'taken-out'))).toContain('RULING_OWN_DEPARTMENT');
      const waiting = await done(decide('reviewer', OF_ORDERING, 'taken-out'));
      expect(waiting).toContain(`${OF_ORDERING}  awaits second`);
      expect(waiting).toContain('decision 2: taken out');
      expect(waiting).toContain('waits for a second reviewer: more than 2 % of the cases would be ruled');
      expect(await refused(confirm('reviewer', OF_ORDERING, 2))).toContain('RULING_SAME_PERSON');
      expect(await refused(confirm('lead-of-ordering', OF_ORDERING, 2))).toContain('RULING_OWN_DEPARTMENT');
      expect(await refused(confirm('second-reviewer', OF_ORDERING, 2, 'maybe'))).toContain('2 maybe is no answer.');
      expect(await counted()).toBe(expected([late, TO_CARRIER]));
      expect(await done(confirm('second-reviewer', OF_ORDERING, 2))).toContain('ruling 2 (decision 2): taken out');
      const both = expected([late, TO_CARRIER], [unpaid, OUT]);
      await expect.poll(counted, { timeout: 60_000, interval: 1_000 }).toBe(both);
      expect(await foldOfArchive(installation().addresses.scoring)).toBe(both);
    });
  });
}

const TO_CARRIER: CaseRuling = {
  ...{ number: 1, contest: 1, metric: ON_TIME, party: 'delivery', outcome: 'CHARGED', chargedTo: 'partner/acme' },
};
const OUT: CaseRuling = {
  ...{ number: 2, contest: 2, metric: APPROVED, party: 'ordering', outcome: 'TAKEN_OUT', chargedTo: '' },
};

function isOwnMiss({ class: class_, misses }: MetricEvaluation['result']): boolean {
  return class_ === 'ACCOUNTABLE' && misses > 0;
}
