import type { z } from 'zod';
import { readConfig } from '#libs/runtime/config.js';
import type { Lifecycle } from '#libs/runtime/service.js';

/**
 * Reads the settings of this process from its environment and from files. A secret in a file that other users of the machine may
 * read is used all the same, because Docker and Kubernetes mount secrets so; the log names the file.
 *
 * @throws {ConfigError} with all mistakes together
 */
export function readServiceConfig<Schema extends z.ZodObject>(
  lifecycle: Pick<Lifecycle, 'log'>,
  schema: Schema,
): z.output<Schema> {
  return readConfig(schema, process.env, ({ setting, file }) =>
    lifecycle.log.warn(
      { setting, file },
      'every user of this machine may read or change a secret; set mode 0600 or 0640',
    ),
  );
}
