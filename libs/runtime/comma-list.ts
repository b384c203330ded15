import { z } from 'zod';

/** A setting that lists words, separated by commas; default: none. */
export function commaList() {
  return z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    );
}
