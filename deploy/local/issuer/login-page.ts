import type Provider from 'oidc-provider';
import { PEOPLE } from './people.js';

/** The page on which one chooses whom to act for. It asks for no password, and says so. */
export function addLoginPage(provider: Provider): void {
  provider.use(async (ctx, next) => {
    const uid = /^\/login\/([\w-]+)$/.exec(ctx.path)?.[1];
    if (uid === undefined) return next();
    const { prompt } = await provider.interactionDetails(ctx.req, ctx.res);
    if (prompt.name === 'consent') {
      // `cx login --browser` asks for it, as real issuers want. The people of the demo need not consent.
      await provider.interactionFinished(ctx.req, ctx.res, { consent: {} }, { mergeWithLastSubmission: true });
      ctx.respond = false;
      return;
    }
    if (ctx.method === 'GET') {
      ctx.type = 'html';
      ctx.body = pageOf(uid);
      return;
    }
    const person = await personIn(ctx.req);
    await provider.interactionFinished(ctx.req, ctx.res, { login: { accountId: person } });
    ctx.respond = false;
  });
}

function pageOf(uid: string): string {
  const buttons = PEOPLE.map(
    ({ subject, name, groups }) =>
      `<p><button name="person" value="${subject}">${name}</button> <small>${subject}: ${groups.join(', ')}</small></p>`,
  );
  return `<!doctype html><meta charset="utf-8"><title>cx-index: demo login</title>
<h1>Demo issuer</h1><p>This page is for demonstration. It asks for no password. Choose whom to act for:</p>
<form method="post" action="/login/${uid}">${buttons.join('')}</form>`;
}

async function personIn(request: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const part of request) {
    text += String(part);
    if (text.length > 1_000) throw new Error('the form is too long');
  }
  return new URLSearchParams(text).get('person') ?? '';
}
