import { calledHost } from './host.js';
/** What a start says: one line a step, with a sign before it and the seconds it took behind. */
export class Screen {
  readonly #startedAt = Date.now();

  constructor(private readonly out: NodeJS.WritableStream) {}

  title(text: string): void {
    this.line('');
    this.line(text);
  }

  /** Does something and says how long it took; what fails is said by whoever catches it. */
  async step<T>(text: string, work: () => Promise<T>): Promise<T> {
    const from = Date.now();
    const result = await work();
    this.line(`  ok  ${text.padEnd(96)} ${((Date.now() - from) / 1_000).toFixed(1).padStart(5)} s`);
    return result;
  }

  ok(text: string): void {
    this.line(`  ok  ${text}`);
  }

  /** Something is not there, and that is all right. */
  note(text: string): void {
    this.line(`  --  ${text}`);
  }

  /** Something to know. */
  remark(text: string): void {
    this.line(`  !!  ${text}`);
  }

  failed(text: string): void {
    this.line(`  NO  ${text}`);
  }

  line(text: string): void {
    this.out.write(`${text}\n`);
  }

  nextCommands(scoring: string, httpPort: number): void {
    this.line('');
    this.line('Next   npx cx explain delivery 2018-08           why, down to the cases');
    this.line('       npx cx bonus check 2018-08                may HR freeze this month?');
    this.line('       npx cx doctor                             is anything late, lost or silent?');
    this.line(
      `Look   gRPC ${scoring} (reflection on)   metrics http://${calledHost()}:${httpPort}/metrics   boards deploy/grafana/*.json`,
    );
    this.line(`Ready in ${Math.round((Date.now() - this.#startedAt) / 1_000)} s. Serving until Ctrl-C.`);
  }
}
