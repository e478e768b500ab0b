import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProvidersFile } from './providers-file.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lanekeeper-providers-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function read(more = '', environment: Record<string, string> = { SECRET: 'from the environment' }) {
  const file = join(dir, 'providers.yaml');
  await writeFile(
    file,
    `providers:
  - key: acme
    name: Acme
    issuer: https://login.acme.example
    clientId: lanekeeper
${more}`,
  );
  return readProvidersFile(file, environment);
}

describe('a file of identity providers', () => {
  it('says where the secret is and what groups give; the rest is as the page would have it', async () => {
    const more = `    clientSecret: env:SECRET
    groupRoles:
      payments-leads: { roles: [manager], team: payments }
`;
    expect(await read(more)).toEqual([
      {
        key: 'acme',
        body: {
          name: 'Acme',
          issuer: 'https://login.acme.example',
          clientId: 'lanekeeper',
          clientSecret: 'from the environment',
          scopes: ['openid', 'profile', 'email'],
          groupsClaim: 'groups',
          groupRoles: { 'payments-leads': { roles: ['manager'], team: 'payments' } },
          makesPeople: true,
          trustsEmail: false,
          enabled: true,
        },
      },
    ]);
  });

  it('without a secret is a public client', async () => {
    expect((await read())[0]!.body.clientSecret).toBeNull();
  });

  it.each([
    ['a secret in the file itself', '    clientSecret: hunter2\n', 'say where the secret is'],
    ['a secret that is not there', '    clientSecret: env:ELSEWHERE\n', 'is not at env:ELSEWHERE'],
    [
      'admin of one team',
      '    groupRoles: { ops: { roles: [admin], team: pay } }\n',
      'admin holds everywhere',
    ],
  ])('with %s is refused, and told where', async (_name, more, says) => {
    await expect(read(more)).rejects.toThrow(says);
  });
});
