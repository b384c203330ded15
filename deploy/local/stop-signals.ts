/**
 * How a start is asked to end: Ctrl-C, `kill`, a terminal that is closed, an output that nothing reads any more (`| head`), and
 * the end of the npm that started it.
 */
export interface StopHandlers {
  /** Stops everything in good order. Called once. */
  readonly stop: (exitCode: number) => void;
  /** Ends everything now. Called when a second signal comes. */
  readonly endNow: () => void;
}

/** Ctrl-C is the ordinary way to end it, so it counts as success; the others as a shell would count them. */
const EXIT_CODES = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 } as const;

/** A terminal sends Ctrl-C to npm and to us, and npm passes it on to us: within this time it is one signal. */
const ONE_SIGNAL_MS = 1_000;
const PARENT_POLL_MS = 500;

export function onStopAsked({ stop, endNow }: StopHandlers): void {
  let askedAt: number | undefined;
  const asked = (exitCode: number) => {
    if (askedAt === undefined) {
      askedAt = Date.now();
      stop(exitCode);
    } else if (Date.now() - askedAt > ONE_SIGNAL_MS) endNow();
  };
  for (const [signal, exitCode] of Object.entries(EXIT_CODES)) process.on(signal, () => asked(exitCode));
  for (const output of [process.stdout, process.stderr]) {
    // EPIPE: the reader has enough. EIO: the terminal is closed. Later lines fail as well, and are lost.
    output.on('error', () => {
      if (askedAt === undefined) asked(EXIT_CODES.SIGHUP);
    });
  }
  if (process.env['npm_lifecycle_event'] !== undefined) onParentGone(() => asked(EXIT_CODES.SIGTERM));
}

/** npm cannot pass on that it was killed. It is our parent, because its script says `exec node`. */
function onParentGone(gone: () => void): void {
  const parent = process.ppid;
  const polling = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(polling);
    gone();
  }, PARENT_POLL_MS);
  polling.unref();
}
