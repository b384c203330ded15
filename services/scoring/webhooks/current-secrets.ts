import { type Secrets, SecretsMistake, secretsIn } from '#libs/webhooks/secrets.js';

/**
 * The secrets as their file holds them now. A text that cannot be used leaves those that were read last.
 *
 * @param read       the text now; the first one was checked with the settings
 * @param onMistake  once for each text; a sentence without any part of a secret
 */
export function currentSecrets(read: () => string, onMistake: (why: string) => void): () => Secrets {
  let text = read();
  let secrets = secretsIn(text);
  return () => {
    const now = read();
    if (now === text) return secrets;
    text = now;
    try {
      secrets = secretsIn(now);
    } catch (error) {
      if (!(error instanceof SecretsMistake)) throw error;
      onMistake(error.message);
    }
    return secrets;
  };
}
