import { isSource, SOURCE_FORM } from '#libs/domain/source.js';
import { argument, type Call, type Command, option, UsageError } from '../command.js';
import { knownSources } from '../connect.js';
import { eraseIn, isErased, printErasures, type SourceErasure } from '../erase.js';

/** `cx erase case SOURCE ID`: what names a person goes from every department, what was counted stays. */
export const eraseCase: Command = {
  parameters: 'SOURCE [ID]',
  description: 'Erases a case in every department. Verdicts and counts stay; the case cannot be named any more.',
  example: 'cx erase case ordering 4711 --reason "request 2026-114"',
  options: {
    reason: { type: 'string', description: 'why, in one sentence that names no person and no order' },
    kind: { type: 'string', description: 'what the id names if it is no order, contact or issue: receipt' },
    ref: { type: 'string', description: 'the case_ref in hexadecimal, instead of the id' },
    'charge-what-waits': {
      type: 'boolean',
      description: 'charge evaluations that wait as misses, instead of refusing',
    },
  },
  run: async (call) => {
    const source = argument(call, 0);
    if (!isSource(source)) throw new UsageError(`There is no department ${source}: ${SOURCE_FORM}.`);
    const asked = askedOf(call);
    const first = await eraseIn(source, asked);
    // The key that makes a ref of an id is in the departments only: the first one answers with the refs, and the others get those.
    const refs = first.kind === 'erased' ? first.cases.map(({ caseRef }) => caseRef) : [];
    const others = knownSources().filter((other) => other !== source);
    const done: SourceErasure[] = [first];
    for (const other of others)
      for (const caseRef of refs) done.push(await eraseIn(other, { ...asked, caseId: '', subjectKind: '', caseRef }));
    printErasures(call, done);
    return done.every(isErased) ? 0 : 3;
  },
};

function askedOf(call: Call) {
  const reason = option(call, 'reason');
  if (reason === '') throw new UsageError('Say why: --reason "request 2026-114"');
  const [, id = ''] = call.args;
  const ref = option(call, 'ref');
  if ((id === '') === (ref === ''))
    throw new UsageError('Name the case by its id, or by --ref: cx erase case ordering 4711');
  if (ref !== '' && !/^[0-9a-f]{32}$/i.test(ref)) throw new UsageError('--ref takes 32 hexadecimal digits');
  const chargeWhatWaits = call.options['charge-what-waits'] === true;
  return { caseId: id, subjectKind: option(call, 'kind'), caseRef: Buffer.from(ref, 'hex'), reason, chargeWhatWaits };
}
