import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeServer } from './code-host-server.ts';
import { openapiRequests } from './openapi-request.ts';

const SPEC = join(import.meta.dirname, '../../../shared/specs/github/api.github.com.json');

/** GitHub's own description of its REST API, where it is at hand. */
export const githubSpecAtHand = existsSync(SPEC);

/**
 * What GitHub's document objects to in all that was asked of the fake and answered by it; the same only once.
 * @param answers whether the fake answers with all that GitHub would
 */
export function githubObjections({ exchanges }: FakeServer, answers = true): string[] {
  const spec = openapiRequests(SPEC);
  const found = new Set<string>();
  for (const { request, answer } of exchanges) {
    const { method, url, body } = request;
    // GitHub's own redirects and pages name a repository by its number, which the document does not tell.
    const path = url.pathname.replace(/^\/api\/v3/, '').replace(/^\/repositories\/\d+/, '/repos/acme/any');
    const given = body === '' ? undefined : (JSON.parse(body) as unknown);
    const name = `${method} ${path.replace(/\d+/g, 'N')}`;
    for (const one of spec.check(method, path, url.searchParams, given)) found.add(`${name}: ${one}`);
    // Redirects and limits, which any request may meet, are told in prose only.
    if (!answers || !answer || [301, 307, 403, 429].includes(answer.status)) continue;
    for (const one of spec.checkAnswer(method, path, answer.status, answer.body))
      found.add(`${name} ${answer.status}: ${one}`);
  }
  return [...found];
}
