import { z } from 'zod';
import { commaList } from '#libs/runtime/comma-list.js';
import { SECRET } from '#libs/runtime/config.js';
import { serviceSettings } from '#libs/runtime/settings.js';

/** The port of the signer behind those of scoring and the departments. */
export const SIGNER_PORT = 7109;

/** The settings of the signer. It reads no Kafka and has no case key. */
export const settings = z.object({
  ...serviceSettings(SIGNER_PORT),
  CX_SIGNING_KEYS: z
    .string()
    .min(1)
    .meta(SECRET)
    .describe('the keys by which it signs, as cx key make writes them; a file is read again when it changes'),
  CX_AUDITORS: commaList().describe(
    'people or groups of the issuer, separated by commas, that may read the audit log of the signer, which has no documents of the company',
  ),
});

export type Config = z.infer<typeof settings>;
