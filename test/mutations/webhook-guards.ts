import { contract, type Guard } from './guard.js';

/** Guards of the messages that subscribers get. */
export const WEBHOOK_GUARDS: readonly Guard[] = [
  {
    guard: 'a change of a period leaves its message in the same transaction',
    file: 'services/scoring/webhooks/migrations/0001_messages.sql',
    find: 'create trigger step_leaves_a_message\nafter insert on period_event\nfor each row execute function message_of_step();',
    replace: '',
    test: contract('webhook-messages.test.ts'),
  },
  {
    guard: 'a period that had ended when it was first seen is no news',
    file: 'services/scoring/webhooks/migrations/0001_messages.sql',
    find: "if before is not null or new.state in ('ANNOUNCED', 'OPEN') then",
    replace: 'if true then',
    test: contract('webhook-messages.test.ts'),
  },
];
