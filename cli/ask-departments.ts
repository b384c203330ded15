import type { Source } from '#libs/domain/source.js';
import { refusalOf } from '#libs/grpc/client.js';
import type { Call, ExitCode } from './command.js';
import { sentenceOf } from './failure.js';

/** What departments answered, in their order. */
export interface Answered<Answer> {
  readonly answers: ReadonlyMap<Source, Answer>;
  /** 3 when a department is missing that should have answered, so that no program takes the rest for everything. */
  readonly code: ExitCode;
}

/**
 * Asks several departments at once. One that does not answer is named on stderr and left out. One that refuses for a reason in `skipped` is
 * left out without a word. When none answers, the first error is thrown.
 */
export async function askDepartments<Answer>(
  call: Call,
  departments: readonly Source[],
  { ask, skipped }: { readonly ask: (department: Source) => Promise<Answer>; readonly skipped: readonly string[] },
): Promise<Answered<Answer>> {
  const answers = new Map<Source, Answer>();
  const failed: { readonly department: Source; readonly error: unknown }[] = [];
  const asked = await Promise.allSettled(departments.map(ask));
  for (const [place, department] of departments.entries()) {
    const one = asked[place];
    if (one?.status === 'fulfilled') answers.set(department, one.value);
    else failed.push({ department, error: one?.reason });
  }
  const faults = failed.filter(({ error }) => !skipped.includes(refusalOf(error)?.reason ?? ''));
  const [first] = [...faults, ...failed];
  if (answers.size === 0 && first !== undefined) throw first.error;
  for (const { department, error } of faults) {
    const sentence = sentenceOf(error);
    if (sentence === undefined) throw error;
    call.remark(`${department} is left out. ${sentence}`);
  }
  return { answers, code: faults.length === 0 ? 0 : 3 };
}
