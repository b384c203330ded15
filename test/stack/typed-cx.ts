import { spawn } from 'node:child_process';

/** A `cx` that runs, and what it has printed. */
export interface TypedCx {
  /** Resolves with the match of what it prints, also of what it has printed already. Fails when it ends without it. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with its exit code and everything that it printed. */
  readonly ended: Promise<{ readonly code: number; readonly text: string }>;
}

/** Starts `cx` as a user types it, for a command that waits for something which the test does meanwhile. */
export function typeCx(words: readonly string[], env: Readonly<Record<string, string>>): TypedCx {
  const child = spawn(process.execPath, ['cli/cx.mjs', ...words], { env: { ...process.env, ...env } });
  let text = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      for (const look of listeners) look();
    });
  const ended = new Promise<{ code: number; text: string }>((resolve) =>
    child.once('close', (code) => resolve({ code: code ?? -1, text })),
  );
  return {
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text);
          if (found !== null) resolve(found);
        };
        listeners.add(look);
        look();
        void ended.then(() => reject(new Error(`cx ended without ${pattern}: ${text}`)));
      }),
  };
}
