import { exchange } from './exchange.js';

/** A page that a browser shows. */
export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

const MOST_REDIRECTS = 15;

/** What a person does with a browser on pages of forms: it keeps cookies, follows redirects, fills in and submits. */
export class FormBrowser {
  readonly #cookies = new Map<string, string>();
  #shown: Shown = { url: 'about:blank', status: 0, text: '' };

  constructor(private readonly ca: Buffer) {}

  get shown(): Shown {
    return this.#shown;
  }

  async open(url: string): Promise<Shown> {
    return this.#load(url, undefined);
  }

  /**
   * Submits the first form of the page with its hidden fields.
   *
   * @param filled  what the person types in, and the button that is pressed
   * @throws {Error} on a page without a form
   */
  async submit(filled: Readonly<Record<string, string>>): Promise<Shown> {
    const { url, text } = this.#shown;
    const form = /<form[^>]*>[\s\S]*?<\/form>/.exec(text)?.[0];
    if (form === undefined) throw new Error(`there is no form at ${url}: ${text.slice(0, 2_000)}`);
    const action = unescaped(/<form[^>]*?\saction="([^"]*)"/.exec(form)?.[1] ?? url);
    return this.#load(new URL(action, url).href, new URLSearchParams({ ...hiddenIn(form), ...filled }).toString());
  }

  async #load(first: string, form: string | undefined): Promise<Shown> {
    let [url, body] = [first, form];
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const headers = { cookie, ...(body !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }) };
      const { status, headers: answered, text } = await exchange(url, { ca: this.ca, body, headers });
      for (const set of answered['set-cookie'] ?? []) this.#keep(set);
      this.#shown = { url, status, text };
      if (answered.location === undefined) return this.#shown;
      [url, body] = [new URL(answered.location, url).href, undefined];
    }
    throw new Error(`${first} leads from page to page without an end`);
  }

  #keep(set: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
    if (/max-age=0/i.test(set)) this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

function hiddenIn(form: string): Record<string, string> {
  const inputs = form.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  const attribute = (input: string, name: string) =>
    unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(input)?.[1] ?? '');
  return Object.fromEntries(inputs.map((input) => [attribute(input, 'name'), attribute(input, 'value')]));
}

function unescaped(html: string): string {
  return html.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");
}
