const DAY_MS = 24 * 60 * 60_000;

/**
 * Renews the certificates of an installation that runs for months: once a day, while it runs. It keeps no process alive.
 *
 * @param renew     makes again what ends soon, and keeps the rest
 * @param onFailed  a renewal failed; the next one comes all the same, and a certificate has a month left when its renewals begin
 */
export function renewDaily(renew: () => Promise<void>, onFailed: (error: unknown) => void): { stop(): void } {
  const timer = setInterval(() => void renew().catch(onFailed), DAY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
