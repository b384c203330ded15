import type { z } from 'zod';
import { ConfigError, readConfig } from '#libs/runtime/config.js';
import { type KafkaConfig, kafkaMistakes } from '#libs/runtime/kafka-settings.js';
import type { Lifecycle } from '#libs/runtime/service.js';
import type { ServiceConfig } from '#libs/runtime/settings.js';

/**
 * Reads the settings of this process from its environment and from files. A secret in a file that other users of the machine may
 * read is used all the same, because Docker and Kubernetes mount secrets so; the log names the file. From then on the log writes lines
 * of the level that the settings name.
 *
 * @throws {ConfigError} with all mistakes together
 */
export function readServiceConfig<Config extends KafkaConfig & Pick<ServiceConfig, 'CX_LOG_LEVEL'>>(
  { log }: Pick<Lifecycle, 'log'>,
  schema: z.ZodObject & z.ZodType<Config>,
  env: NodeJS.ProcessEnv = process.env,
): Config {
  const config: Config = readConfig(schema, env, ({ setting, file }) =>
    log.warn({ setting, file }, 'every user of this machine may read or change a secret; set mode 0600 or 0640'),
  );
  const mistakes = kafkaMistakes(config);
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  log.level = config.CX_LOG_LEVEL;
  return config;
}
