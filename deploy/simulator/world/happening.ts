import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import type { Instant } from '#libs/domain/time.js';
import type { CarrierName, Site } from './retailer.js';

/** A fact, and the department to which it is reported. */
export type SimulatedFact =
  | { readonly to: 'ordering'; readonly fact: OrderFact }
  | { readonly to: 'warehouse'; readonly fact: ParcelFact }
  | { readonly to: 'delivery'; readonly fact: DeliveryFact }
  | { readonly to: 'support'; readonly fact: ContactFact }
  | { readonly to: 'survey'; readonly fact: SurveyFact };

/** Something that happened, and the feed of the system that knows it. */
export type Happening = SimulatedFact & { readonly at: Instant; readonly feed: string };

/** What happened, of a contract's oneof, with the fields that say something. */
export type What<Fact extends { readonly what: unknown }> = Sparse<NonNullable<Fact['what']>>;
type Sparse<Case> = Case extends { readonly $case: infer Name; readonly value: infer Value }
  ? { readonly $case: Name; readonly value: Partial<Value> }
  : never;

/** What a fact is about, and which of the facts about it it is: its id is made of both. */
export interface About {
  /** Of the order, the contact or the subject. */
  readonly id: string;
  /** "delivered"; the same fact has the same name again. */
  readonly name: string;
  readonly at: Instant;
  readonly parcel?: string;
  /** Of a contact. */
  readonly issue?: string;
}

export function shopFact(about: About, what: What<OrderFact>): Happening {
  const fact = OrderFact.fromPartial({ ...ofOrder(about), what } as never);
  return { to: 'ordering', feed: 'shop', at: about.at, fact };
}

export function shopSubject(about: About, what: What<OrderFact>): Happening {
  const fact = OrderFact.fromPartial({ ...ofSubject(about), what } as never);
  return { to: 'ordering', feed: 'shop', at: about.at, fact };
}

export function siteFact(site: Site, about: About, what: What<ParcelFact>): Happening {
  const fact = ParcelFact.fromPartial({ ...ofOrder(about), what } as never);
  return { to: 'warehouse', feed: `site-${site}`, at: about.at, fact };
}

export function siteSubject(site: Site, about: About, what: What<ParcelFact>): Happening {
  const fact = ParcelFact.fromPartial({ ...ofSubject(about), what } as never);
  return { to: 'warehouse', feed: `site-${site}`, at: about.at, fact };
}

export function carrierFact(carrier: CarrierName, about: About, what: What<DeliveryFact>): Happening {
  const fact = DeliveryFact.fromPartial({ ...ofOrder(about), what } as never);
  return { to: 'delivery', feed: `carrier-${carrier}`, at: about.at, fact };
}

export function carrierSubject(carrier: CarrierName, about: About, what: What<DeliveryFact>): Happening {
  const fact = DeliveryFact.fromPartial({ ...ofSubject(about), what } as never);
  return { to: 'delivery', feed: `carrier-${carrier}`, at: about.at, fact };
}

/** The shop pays refunds and sends the labels of returns, and a warehouse is measured by the whole way of a return. */
export function returnStep(about: About, what: What<ParcelFact>): Happening {
  return { ...siteSubject('south', about, what), feed: 'shop' };
}

/** Of a contact the help desk knows most; whether customers are content is asked by others. */
export function deskFact(
  { id, name, at, issue = '' }: About,
  what: What<ContactFact>,
  feed: 'help-desk' | 'interviews' | 'arbitration' = 'help-desk',
): Happening {
  const fact = ContactFact.fromPartial({
    ...{ factId: `${id}/${name}`, contactId: id, happenedAt: new Date(at), issueId: issue, what: what as never },
  });
  return { to: 'support', feed, at, fact };
}

export function deskSubject(about: About, what: What<ContactFact>): Happening {
  const fact = ContactFact.fromPartial({ ...ofSubject(about), what } as never);
  return { to: 'support', feed: 'help-desk', at: about.at, fact };
}

/** The customer asked the help desk about an order that is on its way. */
export function askedDesk(about: About): Happening {
  const fact = DeliveryFact.fromPartial({ ...ofOrder(about), what: { $case: 'askedAfter', value: {} } });
  return { to: 'delivery', feed: 'help-desk', at: about.at, fact };
}

export function surveyFact(about: About, score: number): Happening {
  const { parcelId: _, ...named } = ofOrder(about);
  const fact = SurveyFact.fromPartial({ ...named, what: { $case: 'answered', value: { score } } });
  return { to: 'survey', feed: 'agency', at: about.at, fact };
}

function ofOrder({ id, name, at, parcel = '' }: About) {
  const factId = `${parcel === '' ? id : parcel}/${name}`;
  return { factId, orderId: id, parcelId: parcel, happenedAt: new Date(at) };
}

function ofSubject({ id, name, at }: About) {
  return { factId: `${id}/${name}`, subjectId: id, happenedAt: new Date(at) };
}
