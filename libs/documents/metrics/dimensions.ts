import type { Dimension } from '#libs/catalogue/limits.js';
import { SETTLEMENTS } from '#libs/catalogue/ordering/payment.js';
import { CHANNELS, PRIORITIES } from '#libs/catalogue/support/contact.js';
import { FULFILMENTS } from '#libs/domain/promise.js';

/** An enumeration as documents and maps write it: "when_customer_acts". */
const written = (words: readonly string[]) => words.map((word) => word.toLowerCase());

/** The values of a dimension. Those of service_level are the company's own: undefined. */
export const DIMENSION_VALUES: Readonly<Record<Dimension, readonly string[] | undefined>> = {
  channel: written(CHANNELS.words),
  priority: written(PRIORITIES.words),
  service_level: undefined,
  fulfilment: written(FULFILMENTS.words),
  settlement: written(SETTLEMENTS.words),
};

/** What a condition on a dimension means, for the author of the document. */
export const DIMENSION_MEANINGS: Readonly<Record<Dimension, string>> = {
  channel: 'Channels of the contact that the exception takes.',
  priority: 'Priorities of the contact that the exception takes.',
  service_level: 'Service levels of the parcel that the exception takes, as feeds report them.',
  fulfilment: 'Ways in which the order reaches the customer that the exception takes.',
  settlement: 'Ways in which the payment settles that the exception takes.',
};
