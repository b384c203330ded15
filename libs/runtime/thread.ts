import { Worker } from 'node:worker_threads';

const RUNS_FROM_SOURCE = import.meta.url.endsWith('.ts');

/**
 * Runs a file on a thread of its own. A thread does not inherit the TypeScript loader, so it is registered there first where
 * sources run.
 *
 * @param file  compiled name of the file, as in an import: `new URL('./other.js', import.meta.url)`
 * @param data  its `workerData`: anything that can be cloned
 */
export function startThread(file: URL, data: unknown): Worker {
  if (!RUNS_FROM_SOURCE) return new Worker(file, { workerData: data });
  const source = JSON.stringify(file.href.replace(/\.js$/, '.ts'));
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import(${source})))`;
  return new Worker(start, { eval: true, workerData: data });
}
