import { CustomFact } from '#libs/contracts/cx/custom/v1/custom.js';
import { DeliveryFact } from '#libs/contracts/cx/delivery/v1/delivery.js';
import { OrderFact } from '#libs/contracts/cx/ordering/v1/ordering.js';
import { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { SurveyFact } from '#libs/contracts/cx/survey/v1/survey.js';
import { ParcelFact } from '#libs/contracts/cx/warehouse/v1/warehouse.js';
import type { BuiltInSource, Source } from '#libs/domain/observation.js';
import { isBuiltIn } from '#libs/domain/source.js';
import type { MappedFact } from '#libs/maps/facts/fact.js';

interface Message {
  fromPartial(fact: object): object;
  toJSON(fact: never): unknown;
}

const MESSAGES: Readonly<Record<BuiltInSource, Message>> = {
  ordering: OrderFact,
  warehouse: ParcelFact,
  delivery: DeliveryFact,
  support: ContactFact,
  survey: SurveyFact,
};

/** The department of a mapped fact. The map was compiled against the contracts, so it exists. */
export function sourceOf({ to }: MappedFact): Source {
  return to as Source;
}

/** A mapped fact as the generated message, with what the map leaves out as its default. */
export function messageOf(mapped: MappedFact): object {
  return messageType(mapped).fromPartial(mapped.fact);
}

/** A mapped fact as proto JSON, for people and programs. */
export function jsonOf(mapped: MappedFact): unknown {
  return messageType(mapped).toJSON(messageOf(mapped) as never);
}

function messageType({ to }: MappedFact): Message {
  return isBuiltIn(to) ? MESSAGES[to] : CustomFact;
}
