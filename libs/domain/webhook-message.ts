/**
 * What happened to a period, as messages to subscribers of webhooks say it: the closed list. The tables of scoring write each message in the transaction of its
 * change (services/scoring/webhooks/migrations); a test compares their list with this one.
 */
export const MESSAGE_TYPES = {
  'cx.period.state_changed': 'A period has another state: by the clock, or by what people did. At most a minute late.',
  'cx.version.made': 'A provisional version of a period was made.',
  'cx.version.approved': 'A person approved the newest version of a period.',
  'cx.version.approval_withdrawn': 'A person withdrew an approval.',
  'cx.period.held': 'A department was put on hold.',
  'cx.period.released': 'A department is no longer on hold.',
  'cx.period.void_asked': 'A person asked to void a period.',
  'cx.period.voided': 'A period was voided.',
  'cx.period.closed': 'A period was closed.',
  'cx.contest.opened': 'A department contests a case.',
  'cx.contest.ruled': 'A ruling on a contest holds.',
  'cx.adjustment.proposed': 'A correction of a closed period was proposed.',
  'cx.adjustment.approved': 'A person approved a correction.',
  'cx.adjustment.withdrawn': 'A correction was withdrawn.',
  'cx.adjustment.posted': 'A correction was posted: the period has a restated version.',
  'cx.export.claimed': 'HR claimed departments of a version for a file that another system loads.',
} as const satisfies Record<string, string>;

export type MessageType = keyof typeof MESSAGE_TYPES;

/** What an operator sends to one subscription to try it. No document names it. */
export const PING = 'cx.ping';
