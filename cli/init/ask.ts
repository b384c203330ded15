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
  let isOver = false;
  terminal.once('close', () => (isOver = true));
  /** Input from a pipe may be over while lines of it wait to be read: there is no line to edit then. */
  const prompt = (text: string) => {
    terminal.setPrompt(text);
    if (isOver) output.write(text);
    else terminal.prompt();
  };
  const answers: string[] = [];
  try {
    for (const { question, words, otherwise } of asked) {
      for (;;) {
        prompt(otherwise === undefined ? `${words}: ` : `${words} [${otherwise}]: `);
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
