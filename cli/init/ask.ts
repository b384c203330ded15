import { createInterface } from 'node:readline/promises';
import { type Asked, problemOf } from './answers.js';

/**
 * Asks on a terminal, each question until its answer is good.
 *
 * @returns the answers in the order of the questions; undefined when the input ends before all are given
 */
export async function ask(
  asked: readonly Asked[],
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
): Promise<readonly string[] | undefined> {
  const terminal = createInterface({ input, output });
  const lines = terminal[Symbol.asyncIterator]();
  const answers: string[] = [];
  try {
    for (const { question, words, otherwise } of asked) {
      for (;;) {
        terminal.setPrompt(otherwise === undefined ? `${words}: ` : `${words} [${otherwise}]: `);
        terminal.prompt();
        const { value, done } = await lines.next();
        if (done === true) return undefined;
        const answer = value.trim() || (otherwise ?? '');
        const problem = problemOf(question, answer);
        if (problem === undefined) {
          answers.push(answer);
          break;
        }
        output.write(`  ${problem}\n`);
      }
    }
    return answers;
  } finally {
    terminal.close();
  }
}
