import { contract, type Guard, slow, unit } from './guard.js';

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
  {
    guard: 'a message goes to no address of a private network that the operator does not name',
    file: 'libs/webhooks/post.ts',
    find: 'if (!rules.privateHosts.includes(host) && !addresses.every(isPublicAddress))',
    replace: 'if (!rules.privateHosts.includes(host) && !isPublicAddress(address))',
    test: slow('libs/webhooks/post.slow.test.ts'),
  },
  {
    guard: 'a message goes to the address that was checked',
    file: 'libs/webhooks/post.ts',
    find: '...{ host: address, port',
    replace: '...{ host, port',
    test: slow('libs/webhooks/post.slow.test.ts'),
  },
  {
    guard: 'a receiver that switches to another protocol does not hold up its subscription',
    file: 'libs/webhooks/post.ts',
    find: ".on('close', unanswered)",
    replace: '',
    test: slow('libs/webhooks/post.slow.test.ts'),
  },
  {
    guard: 'an IPv6 address that leads to an IPv4 one is not public',
    file: 'libs/webhooks/address-allowed.ts',
    find: "return global.check(address, 'ipv6') && !special.check(address, 'ipv6');",
    replace: "return global.check(address, 'ipv6');",
    test: unit('libs/webhooks/address-allowed.test.ts'),
  },
  {
    guard: 'a message is sent by http only where the operator allows it',
    file: 'libs/webhooks/post.ts',
    find: "!(url.protocol === 'http:' && rules.allowsHttp)",
    replace: "url.protocol !== 'http:'",
    test: slow('libs/webhooks/post.slow.test.ts'),
  },
  {
    guard: 'of a subscription the first message that waits is sent',
    file: 'services/scoring/webhooks/sql/take-delivery.sql',
    find: 'select min(first.message)',
    replace: 'select max(first.message)',
    test: contract('webhook-deliveries.test.ts'),
  },
  {
    guard: 'a message that a process is sending is not sent by another one',
    file: 'services/scoring/webhooks/sql/take-delivery.sql',
    find: '  and webhook_delivery.leased_until <= $2\n',
    replace: '',
    test: contract('webhook-deliveries.test.ts'),
  },
  {
    guard: 'an attempt that ends late undoes nothing',
    file: 'services/scoring/webhooks/sql/end-attempt.sql',
    find: '  and webhook_delivery.attempts = $3\n',
    replace: '  and $3::integer >= 0\n',
    test: contract('webhook-deliveries.test.ts'),
  },
  {
    guard: 'nothing is sent unsigned',
    file: 'services/scoring/webhooks/deliverer.ts',
    find: 'keys.length === 0\n',
    replace: 'keys.length < 0\n',
    test: contract('webhook-deliveries.test.ts'),
  },
  {
    guard: 'a replay of a message that is not there, or not taken, sends nothing',
    file: 'services/scoring/webhooks/deliveries.ts',
    find: 'if (!rows.some((row) => row.message === message))',
    replace: 'if (rows.length < 0)',
    test: contract('webhook-service.test.ts'),
  },
];
