import { type Command, option } from '../command.js';
import { actingFor } from '../session/acting.js';
import { feedToken, personToken } from '../session/tokens.js';

/** `cx token`: an access token for other programs. */
export const token: Command = {
  parameters: '',
  description: 'Prints an access token for grpcurl and for programs of your own. Treat it like a password.',
  example: 'cx token --feed olist',
  options: { feed: { type: 'string', description: 'of that feed, by its client secret, instead of the person' } },
  run: async (call) => {
    const feed = option(call, 'feed');
    call.print(feed === '' ? await personToken(process.env, actingFor()) : await feedToken(process.env, feed));
    return 0;
  },
};
