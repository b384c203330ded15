import { z } from 'zod';
import { commaList } from '#libs/runtime/comma-list.js';
import { SECRET } from '#libs/runtime/config.js';
import { databaseLost, serviceSettings } from '#libs/runtime/settings.js';
import { SecretsMistake, secretsIn } from '#libs/webhooks/secrets.js';

/** The settings of scoring. It never has the case key: it counts cases without knowing their order numbers. */
export const settings = z.object({
  ...serviceSettings(7100),
  CX_DATABASE_LOST: databaseLost(),
  CX_SIGNER: z
    .string()
    .default('')
    .describe('where the signer answers, signer:7100; empty: closed periods are not signed'),
  CX_REST_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .describe('the port of REST (docs/rest.md); 0: there is none'),
  CX_WEBHOOK_SECRETS: z
    .string()
    .default('')
    .refine(isSecrets, 'a line is not NAME whsec_BASE64 with a key of 24 to 64 bytes in base64')
    .meta(SECRET)
    .describe(
      'the secrets by which messages to subscribers are signed, a line NAME whsec_BASE64 for each; lines of one name sign together; a file is read again when it changes',
    ),
  CX_WEBHOOK_PRIVATE_HOSTS: commaList().describe(
    'hosts of subscribers, separated by commas, that may be at addresses of private networks; no other may',
  ),
  CX_WEBHOOK_HTTP: z
    .enum(['no', 'yes'])
    .default('no')
    .transform((word) => word === 'yes')
    .describe('yes: messages may be sent by http as well, without TLS; for trying it out'),
  CX_WEBHOOK_CA: z
    .string()
    .default('')
    .describe(
      'certificates of authorities, in PEM, that signed those of subscribers, beside the ones that Node trusts',
    ),
  CX_WEBHOOK_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(10)
    .max(3_650)
    .default(30)
    .describe('days for which messages to subscribers are kept, so that they can be replayed'),
  CX_SHARDS: z.coerce.number().int().min(1).max(256).default(1).describe('observation shards of each source'),
});

function isSecrets(text: string): boolean {
  try {
    secretsIn(text);
    return true;
  } catch (error) {
    if (error instanceof SecretsMistake) return false;
    throw error;
  }
}

export type Config = z.infer<typeof settings>;
