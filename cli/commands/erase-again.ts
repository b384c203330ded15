import type { ErasedCase } from '#libs/contracts/cx/facts/v1/facts.js';
import type { Source } from '#libs/domain/source.js';
import { call as ask } from '#libs/grpc/client.js';
import { type Command, option, UsageError } from '../command.js';
import { factsOf, knownSources } from '../connect.js';
import { eraseIn, isErased, printErasures, type SourceErasure, unreached } from '../erase.js';
import { grouped } from '../format.js';

/** `cx erase again`: a department that was restored from a backup of before an erasure gets it from the others. */
export const eraseAgain: Command = {
  parameters: '',
  description:
    'Repeats every erasure that one department remembers in the departments that do not, such as one that was restored from a backup.',
  example: 'cx erase again --reason "delivery was restored"',
  options: { reason: { type: 'string', description: 'why, in one sentence' } },
  run: async (call) => {
    const reason = option(call, 'reason');
    if (reason === '') throw new UsageError('Say why: --reason "delivery was restored"');
    const known = new Map<Source, Map<string, ErasedCase>>();
    const done: SourceErasure[] = [];
    for (const source of knownSources()) {
      const cases = await erasedIn(source).catch((error: unknown) => unreached(source, error));
      if ('kind' in cases) done.push(cases);
      else known.set(source, cases);
    }
    const all = new Map([...known.values()].flatMap((cases) => [...cases]));
    for (const [source, cases] of known)
      for (const [key, { caseRef }] of all)
        if (!cases.has(key)) done.push(await eraseIn(source, { caseId: '', caseRef, reason, chargeWhatWaits: false }));
    printErasures(call, done);
    if (!call.json)
      call.print(
        `  ${grouped(all.size)} erased cases are known; ${grouped(done.filter(isErased).length)} erasures were repeated`,
      );
    return done.every(isErased) ? 0 : 3;
  },
};

async function erasedIn(source: Source): Promise<Map<string, ErasedCase>> {
  const facts = factsOf(source);
  const found = new Map<string, ErasedCase>();
  for (let pageToken = ''; ; ) {
    const page = await ask(facts, 'listErasedCases', { pageSize: 0, pageToken });
    for (const one of page.cases) found.set(Buffer.from(one.caseRef).toString('hex'), one);
    if (page.nextPageToken === '') return found;
    pageToken = page.nextPageToken;
  }
}
