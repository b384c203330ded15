import type { CarrierName, DeskTeam, Site } from './retailer.js';

/** What is special about a day. Without a story nothing is. */
export interface Circumstances {
  /** The carrier that delivers nothing today. */
  readonly striking: CarrierName | undefined;
  /** Orders in ten-thousandths of a usual day. What is more than usual leaves the warehouses two or three working days late. */
  readonly ordersBp: number;
  /** The site whose system reports nothing today. */
  readonly silentSite: Site | undefined;
  /** The team of the help desk that closes every ticket at once, solved or not. */
  readonly closesEarly: DeskTeam | undefined;
  /** Days that the shop adds to each promise. */
  readonly paddedDays: number;
  /** Orders with a wrong address, in basis points. */
  readonly wrongAddressBp: number;
}

export const USUAL: Circumstances = {
  striking: undefined,
  ordersBp: 10_000,
  silentSite: undefined,
  closesEarly: undefined,
  paddedDays: 0,
  wrongAddressBp: 120,
};

/** A change of the world. */
interface Story {
  /** For people. */
  readonly title: string;
  /** What it changes on a day, counted from 0. The simulation begins on a Monday. */
  readonly on: (day: number) => Partial<Circumstances>;
}

/** Days of the third week: Monday is 14. */
const WEEK_3 = { first: 14, last: 20 } as const;
const inWeek3 = (day: number) => day >= WEEK_3.first && day <= WEEK_3.last;
const fromWeek3 = (day: number) => day >= WEEK_3.first;

export const STORIES = {
  'carrier-strike': {
    title: 'The carrier acme delivers nothing from Monday to Thursday of week 3.',
    on: (day) => (day >= 14 && day <= 17 ? { striking: 'acme' } : {}),
  },
  'flash-sale': {
    title:
      'Three times the orders on Tuesday and Wednesday of week 3; the warehouses hand over two days late what is too much.',
    on: (day) => (day === 15 || day === 16 ? { ordersBp: 30_000 } : {}),
  },
  'silent-site': {
    title: 'The site south reports nothing from week 3 on.',
    on: (day) => (fromWeek3(day) ? { silentSite: 'south' } : {}),
  },
  'tickets-closed-early': {
    title: 'The team mail of the help desk closes every ticket at once from week 3 on, solved or not.',
    on: (day) => (fromWeek3(day) ? { closesEarly: 'mail' } : {}),
  },
  'promises-padded': {
    title: 'The shop promises every order eight days later than it could from week 3 on.',
    on: (day) => (fromWeek3(day) ? { paddedDays: 8 } : {}),
  },
  'address-feed-broken': {
    title: 'Every fourth address is wrong in week 3.',
    on: (day) => (inWeek3(day) ? { wrongAddressBp: 2_500 } : {}),
  },
} as const satisfies Readonly<Record<string, Story>>;

export type StoryName = keyof typeof STORIES;
export const STORY_NAMES = Object.keys(STORIES) as readonly StoryName[];

export function isStoryName(text: string): text is StoryName {
  return Object.hasOwn(STORIES, text);
}

/** @param day  since the first day of the simulation, 0 or more; before it nothing is special */
export function circumstancesOn(stories: readonly StoryName[], day: number): Circumstances {
  const changes = day < 0 ? [] : stories.map((name): Story => STORIES[name]).map(({ on }) => on(day));
  return Object.assign({}, USUAL, ...changes) as Circumstances;
}
