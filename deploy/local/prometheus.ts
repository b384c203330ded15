export async function findPrometheus(): Promise<
  { readonly prometheus: string; readonly promtool: string } | { readonly reason: string }
> {
  return { reason: 'not looked for yet' };
}
export async function startPrometheus(_: {
  readonly binary: string;
  readonly port: number;
  readonly dataDir: string;
  readonly rules: readonly string[];
  readonly targets: Readonly<Record<string, string>>;
}): Promise<{ readonly url: string; stop(): Promise<void> }> {
  throw new Error('not yet');
}
