export const HELP = `npm run bench                                   counts a load as fast as possible, then lets other systems count it
npm run bench -- --observations 500000          the size of the load; default: 2,000,000
npm run bench -- --regimes wide,narrow          wide (300,000 cells), medium (30,000), narrow (2,000), or orders: the cases of the
                                                real orders in the order of their due instants, repeated
npm run bench -- --no-peers                     without other systems
npm run bench -- --no-kills                     without the runs in which each other system is killed five times
npm run bench -- --visible                      instead: time from publishing to commit, and GetIndex meanwhile, at a steady pace
npm run bench -- --visible --paces 10000,100000 observations a second; each pace runs for --minutes
npm run bench -- --whole                        instead: the whole way, from facts reported to six processes to the index
npm run bench -- --whole --minutes 10           the length of the steady part; default: 2; 0 leaves it out
npm run bench -- --whole --alone                each service takes in its facts while the others are stopped
npm run bench -- --whole --self-written         instead: the same facts to a service and a SQL job as a team writes them, and by COPY; --orders
npm run bench -- --intake                       instead: facts and milestones into two departments, and calls with one fact, without gRPC and Kafka; --orders 20000
npm run bench -- --security                     instead: what TLS, proven callers, rules and the audit log cost; --only GetIndex
npm run bench -- --bounds                       instead: what the bounds of callers cost, and how many facts a second they let through
npm run bench -- --grown 10000000                instead: what a department costs and answers that has stored so many facts
npm run bench -- --expressions                  instead: evaluating expressions of departments of a company's own
npm run bench -- --payout                       instead: sharing out a pool to 10,000 payees, checked, hashed and printed
npm run bench -- --closing 10000000              instead: closing a month of four departments, 200 units each and so many observations
npm run bench -- --import                       instead: cx import csv of --rows rows (1,000,000), against facts that were made before
npm run bench -- --cli                          instead: how long cx takes to start, ask and print, beside an empty Node
npm run bench -- --maps                         instead: reading a file by a map, without sending it; --rows 1000000

A real PostgreSQL with fsync and a real Kafka run on the cores of this machine. Compare only figures of one run. Every result is
first compared with the load, cell by cell.`;
