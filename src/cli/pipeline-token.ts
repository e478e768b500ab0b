import { z } from 'zod';
import { DEFAULT_AUDIENCE, exchangedToken } from '../contract/pipeline-trust.ts';
import { AppError } from '../kernel/errors.ts';
import { call, type Server } from './lanekeeper-server.ts';

const githubAnswer = z.object({ value: z.string().min(1) });

/**
 * The server with a token of fifteen minutes, where this is a pipeline of GitHub Actions or GitLab and no token was
 * given: it says who it is with a token signed by its own system, so that there is no secret to keep.
 * @param trust true: only so, whatever token is given
 * @throws AppError LK-USAGE when it was asked for and this is no such pipeline; as the server tells it
 */
export async function asPipeline(
  server: Server,
  environment: NodeJS.ProcessEnv,
  trust = false,
): Promise<Server> {
  if (server.token && !trust) return server;
  const token = await ownToken(environment);
  if (token === null) {
    if (!trust) return server;
    throw new AppError(
      'LK-USAGE',
      'this pipeline has no token of its own: give the job `permissions: id-token: write` (GitHub), or `id_tokens: LANEKEEPER_ID_TOKEN` (GitLab)',
    );
  }
  const account = environment['LANEKEEPER_ACCOUNT'];
  const answer = await call({ ...server, token: undefined }, '/api/v1/token-exchange', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, ...(account && { account }) }),
  });
  return { ...server, token: exchangedToken.parse(answer).token };
}

/** GitLab puts it into the environment under the name that the job chose; GitHub gives it to who asks with the job's. */
async function ownToken(environment: NodeJS.ProcessEnv): Promise<string | null> {
  const given = environment['LANEKEEPER_ID_TOKEN'];
  if (given) return given;
  const url = environment['ACTIONS_ID_TOKEN_REQUEST_URL'];
  const secret = environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
  if (!url || !secret) return null;
  const address = new URL(url);
  address.searchParams.set('audience', environment['LANEKEEPER_AUDIENCE'] ?? DEFAULT_AUDIENCE);
  const answer = await fetch(address, { headers: { authorization: `Bearer ${secret}` } }).catch((cause) => {
    throw new AppError('LK-NETWORK', 'GitHub Actions gives no token: it does not answer', { cause });
  });
  const told = githubAnswer.safeParse(await answer.json().catch(() => null));
  if (!answer.ok || !told.success)
    throw new AppError('LK-NETWORK', `GitHub Actions gives no token: it answered ${answer.status}`);
  return told.data.value;
}
