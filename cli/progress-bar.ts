import { SingleBar } from 'cli-progress';
import { grouped } from './format.js';
import type { Progress } from './import/send.js';

export interface ShownProgress {
  readonly show: (progress: Readonly<Progress>) => void;
  readonly done: () => void;
}

const QUIET_MS = 5_000;

/** Shows how far a long import is: a bar in a terminal, a line every five seconds in a file. */
export function progressBar(stream: NodeJS.WriteStream): ShownProgress {
  return stream.isTTY === true ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ShownProgress {
  const format = '  {total} facts   [{bar}] {percentage} %   {rate}/s   complete through {through}';
  const shown = new SingleBar({
    format,
    stream,
    hideCursor: true,
    barCompleteChar: '=',
    barIncompleteChar: ' ',
    barsize: 30,
  });
  const startedAt = Date.now();
  let isStarted = false;
  return {
    show: (progress) => {
      const payload = { rate: rateSince(startedAt, progress.sent), through: through(progress) };
      if (!isStarted) shown.start(progress.total, progress.sent, payload);
      else shown.update(progress.sent, payload);
      isStarted = true;
    },
    done: () => shown.stop(),
  };
}

function lines(stream: NodeJS.WriteStream): ShownProgress {
  const startedAt = Date.now();
  let saidAt = startedAt;
  return {
    show: (progress) => {
      if (Date.now() - saidAt < QUIET_MS) return;
      saidAt = Date.now();
      stream.write(
        `  ${grouped(progress.sent)} of ${grouped(progress.total)} facts   ${rateSince(startedAt, progress.sent)}/s   complete through ${through(progress)}\n`,
      );
    },
    done: () => {},
  };
}

function rateSince(startedAt: number, sent: number): string {
  return grouped(Math.round((sent * 1_000) / Math.max(1, Date.now() - startedAt)));
}

function through({ completeThrough }: Readonly<Progress>): string {
  return completeThrough === undefined ? '-' : new Date(completeThrough).toISOString().slice(0, 7);
}
