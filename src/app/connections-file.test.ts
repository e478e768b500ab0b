import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConnectionsFile } from './connections-file.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'lanekeeper-connections-'));
  await writeFile(join(dir, 'key.pem'), 'first line\nsecond line\n');
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function read(
  text: string,
  environment: Record<string, string> = { CODE_TOKEN: 'from the environment' },
) {
  const file = join(dir, 'connections.yaml');
  await writeFile(file, text);
  return readConnectionsFile(file, environment);
}

const with_ = (secret: string) => `
connections:
  - key: code
    system: github
    settings: { organisations: [acme] }
    secrets: { ${secret} }
`;

describe('a file of connections', () => {
  it('names where secrets are, and they are fetched from there', async () => {
    expect(await read(with_('token: env:CODE_TOKEN, privateKey: file:key.pem'))).toEqual([
      {
        key: 'code',
        body: {
          system: 'github',
          settings: { organisations: ['acme'] },
          secrets: { token: 'from the environment', privateKey: 'first line\nsecond line' },
          enabled: true,
        },
      },
    ]);
  });

  it('never holds a secret itself, and is refused without showing it', async () => {
    const refused = read(with_('token: ghp_written_into_the_file'));
    await expect(refused).rejects.toMatchObject({ code: 'LK-VALIDATION' });
    await expect(refused).rejects.toThrow('connections.yaml:6:');
    await expect(refused).rejects.not.toThrow('ghp_written');
  });

  it.each([
    ['an environment variable', 'env:NOT_SET'],
    ['a file', 'file:missing.pem'],
  ])('is refused when %s is not there, by its name', async (_what, where) => {
    await expect(read(with_(`token: ${where}`))).rejects.toThrow(
      `the secret token of code is not at ${where}`,
    );
  });

  it.each([
    [
      'a key that is misspelt',
      'connections:\n  - { key: code, system: github, setings: {} }\n',
      'did you mean settings',
    ],
    ['a key twice', 'connections:\n  - { key: a, system: x }\n  - { key: a, system: y }\n', 'named twice'],
    ['nothing in it', '', 'empty'],
    ['broken YAML', 'connections: [', ':1:'],
  ])('is refused with %s, and says where', async (_what, text, named) => {
    await expect(read(text)).rejects.toThrow(named);
  });
});
