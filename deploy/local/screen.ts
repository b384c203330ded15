import { columnsOf, wrapped } from '#cli/wrap.js';

/** What a start prints: one line a step, with a sign in front and the seconds it took at the end. */
export class Screen {
  readonly #startedAt = Date.now();

  constructor(private readonly out: NodeJS.WritableStream & { readonly columns?: number }) {}

  title(text: string): void {
    this.line('');
    this.line(text);
  }

  /** Does something and prints how long it took. A failure is printed by the caller. */
  async step<T>(text: string, work: () => Promise<T>): Promise<T> {
    const from = Date.now();
    const result = await work();
    const room = Math.min(96, Math.max(0, this.#width - 14));
    this.line(`  ok  ${text.padEnd(room)} ${((Date.now() - from) / 1_000).toFixed(1).padStart(5)} s`);
    return result;
  }

  ok(text: string): void {
    this.line(`  ok  ${text}`);
  }

  /** Something is missing, and nothing is wrong with that. */
  note(text: string): void {
    this.line(`  --  ${text}`);
  }

  /** Something that the reader must know. */
  remark(text: string): void {
    this.line(`  !!  ${text}`);
  }

  failed(text: string): void {
    this.line(`  NO  ${text}`);
  }

  /** One line, broken between words where the terminal is narrower. */
  line(text: string): void {
    this.out.write(`${wrapped(text, this.#width)}\n`);
  }

  /** A command to type. It is never broken, so that it can be copied; where it does not fit, its purpose goes above it. */
  command(label: string, command: string, purpose: string): void {
    const whole = `${label.padEnd(7)}${command.padEnd(40)}  ${purpose}`;
    if (whole.length <= this.#width) return this.line(whole);
    this.line(`${label.padEnd(7)}${purpose}:`);
    this.out.write(`${command}\n`);
  }

  /** Whole seconds since the screen was made. */
  get seconds(): number {
    return Math.round((Date.now() - this.#startedAt) / 1_000);
  }

  get #width(): number {
    return columnsOf(this.out);
  }
}
