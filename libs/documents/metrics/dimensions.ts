import type { Dimension } from '#libs/catalogue/limits.js';

/** The values of a dimension. Those of service_level are the company's own: undefined. */
export const DIMENSION_VALUES: Readonly<Record<Dimension, readonly string[] | undefined>> = {
  channel: ['PHONE', 'CHAT', 'EMAIL', 'SOCIAL', 'LETTER', 'IN_PERSON'],
  priority: ['LOW', 'NORMAL', 'HIGH', 'URGENT'],
  service_level: undefined,
  fulfilment: ['HOME', 'PARCEL_SHOP', 'LOCKER', 'COLLECTED_IN_STORE'],
  settlement: ['INSTANT', 'CUSTOMER_ACTS', 'ON_DELIVERY', 'AFTER_DELIVERY'],
};

/** What a condition on a dimension means, for the author of the document. */
export const DIMENSION_MEANINGS: Readonly<Record<Dimension, string>> = {
  channel: 'Channels of the contact that the exception takes.',
  priority: 'Priorities of the contact that the exception takes.',
  service_level: 'Service levels of the parcel that the exception takes, as feeds report them.',
  fulfilment: 'Ways in which the order reaches the customer that the exception takes.',
  settlement: 'Ways in which the payment settles that the exception takes.',
};
