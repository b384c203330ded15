import type { Pem } from '#libs/domain/pem.js';
import { type KafkaConfig, kafkaMistakes, pemOf } from './kafka-settings.js';
import { hideInLog } from './log.js';
import { type Env, fillFromFiles } from './settings-files.js';

const NAMES = ['KAFKA_TLS_CA', 'KAFKA_TLS_CERTIFICATE', 'KAFKA_TLS_KEY'] as const;

/**
 * The certificates for Kafka as their files hold them now, each time they are asked for. A renewal writes several files: until they fit
 * together, what was read last stays in use. Certificates that were not given as files stay as they were at the start.
 *
 * @param config     as the settings of the process were read, without a mistake
 * @param onMistake  the files cannot be used now; a sentence without a value, once for each
 */
export function currentPem(config: KafkaConfig, env: Env, onMistake: (mistake: string) => void): () => Pem {
  let [last, reported]: [Pem, string | undefined] = [pemOf(config), undefined];
  const names = NAMES.filter((name) => (env[`${name}_FILE`] ?? '') !== '');
  return () => {
    if (names.length === 0) return last;
    const { env: filled, mistakes } = fillFromFiles(names, env);
    const now = { ...config, ...Object.fromEntries(names.map((name) => [name, filled[name] ?? ''])) };
    const [mistake] = [...mistakes.values(), ...kafkaMistakes(now)];
    if (mistake !== undefined && mistake !== reported) onMistake(mistake);
    reported = mistake;
    if (mistake !== undefined) return last;
    hideInLog(now.KAFKA_TLS_KEY);
    last = pemOf(now);
    return last;
  };
}
