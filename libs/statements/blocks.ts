/** A statement as its renderers see it: HTML and PDF are made of the same blocks, so they say the same. */
export interface Page {
  readonly title: string;
  /** One line below the title. */
  readonly subtitle: string;
  /** Set when nothing may be paid by it. */
  readonly notice: string | undefined;
  readonly sections: readonly Section[];
  /** Small print at the end. */
  readonly footer: string;
}

export interface Section {
  readonly heading: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Names and values. A value in `isCode` is a hash or a command. */
  | {
      readonly kind: 'facts';
      readonly rows: readonly { readonly name: string; readonly value: string; readonly isCode?: boolean }[];
    }
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
      readonly numbers: readonly number[];
    }
  /** The index on its scale from 0 to 100, with its range; 80 is on target. All in E4. */
  | {
      readonly kind: 'scale';
      readonly value: bigint;
      readonly low: bigint;
      readonly high: bigint;
      readonly text: string;
    };

export const paragraph = (text: string): Block => ({ kind: 'paragraph', text });
export const list = (items: readonly string[]): Block => ({ kind: 'list', items });
