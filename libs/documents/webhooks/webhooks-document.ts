import { z } from 'zod';
import { MESSAGE_TYPES, type MessageType } from '#libs/domain/webhook-message.js';
import { name, rule, validFrom } from '../fields.js';

/** The document `webhooks`: which systems get a message when the state of a period changes. */

const TYPES = Object.keys(MESSAGE_TYPES) as [MessageType];
/** Attempts of a message, from the first one on, when a subscription states none. With the usual pauses that is a day and a half. */
export const USUAL_ATTEMPTS = 10;

/**
 * A URL that a message can be sent to. Its name or password, its query and its fragment could hold a secret, and every role reads the document; a receiver
 * knows the sender by the signature.
 */
function isReceiver(text: string): boolean {
  return /^https?:\/\/[^/\s?#@\\][^\s?#@\\]*$/.test(text) && URL.canParse(text) && new URL(text).port !== '0';
}

const subscription = z
  .strictObject({
    url: z
      .string()
      .max(500)
      .refine(
        isReceiver,
        rule(
          'URL_WRONG',
          'no message can be sent to this URL',
          'Write https:// with host and path, without user, password, query and fragment.',
        ),
      )
      .meta({
        description:
          'Where each message is sent by POST. http is used only where the installation allows it, and an address of a private network only for hosts that it names.',
        examples: ['https://hr.example.com/hooks/cx-index'],
      }),
    messages: z
      .array(z.enum(TYPES))
      .min(1)
      .max(TYPES.length)
      .meta({ description: 'Which messages it gets.', examples: [['cx.period.closed', 'cx.adjustment.posted']] }),
    secret: name.meta({
      description:
        'The name of the secrets by which its messages are signed. The secrets are in a setting of the installation, never in a document.',
      examples: ['hr-portal'],
    }),
    most_attempts: z
      .int()
      .min(1)
      .max(20)
      .optional()
      .meta({
        description: `How often a message is sent before it is given up; ${USUAL_ATTEMPTS} when left out.`,
        examples: [USUAL_ATTEMPTS],
      }),
  })
  .meta({ description: 'A receiver of messages.' });

export const webhooksDocument = z
  .strictObject({
    valid_from: validFrom.meta({
      description: 'First day on which messages are sent by it. The newest version that holds today decides.',
      examples: ['2027-01-01'],
    }),
    subscriptions: z.record(name, subscription).meta({ description: 'Every subscription by name.' }),
  })
  .meta({
    title: 'webhooks',
    description: `Which systems get a message when the state of a period changes. ${TYPES.map(
      (one) => `${one}: ${MESSAGE_TYPES[one]}`,
    ).join(' ')}`,
  });

export type WebhooksDocument = z.infer<typeof webhooksDocument>;
export type WrittenSubscription = WebhooksDocument['subscriptions'][string];
