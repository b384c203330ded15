import { Worker } from 'node:worker_threads';

/**
 * Runs a TypeScript file on a thread of its own. A thread does not inherit the reader of TypeScript, so it is registered there
 * first.
 *
 * @param url   of the file: `import.meta.url`, or `new URL('./other.ts', import.meta.url).href`
 * @param data  its `workerData`: anything that can be cloned
 */
export function startThread(url: string, data: unknown): Worker {
  const start = `import('tsx/esm/api').then(({ register }) => (register(), import(${JSON.stringify(url)})))`;
  return new Worker(start, { eval: true, workerData: data });
}
