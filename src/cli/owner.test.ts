import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aboutCheckCommand } from './about.ts';
import { ownerCommand } from './owner.ts';

let folder: string;
let lines: string[];
const io = {
  out: (line: string) => void lines.push(line),
  err: (line: string) => void lines.push(line),
  color: false,
};
const write = (name: string, content: string | Buffer) => writeFile(join(folder, name), content);

beforeEach(async () => {
  lines = [];
  folder = await mkdtemp(join(tmpdir(), 'lanekeeper-owner-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('owner --json prints the keys that programs rely on, a line for each path', async () => {
  await write('about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: ledger\n');
  await write('CODEOWNERS', '/free/\n');
  await write('teams.yaml', 'teams:\n  - { key: ledger, queue: LED, oncall: P1 }\n');
  const options = { repo: folder, teams: join(folder, 'teams.yaml'), json: true };
  expect(await ownerCommand(['free/x', join(folder, 'y')], options, io)).toBe(0);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      path: 'free/x',
      owner: 'ledger',
      source: 'about.yaml owner',
      because: ['ledger, because about.yaml:2 owner "ledger"'],
      unowned: false,
      codeowners: [],
      contact: { queue: 'LED', channel: null, oncall: 'P1' },
    },
    expect.objectContaining({ path: join(folder, 'y'), codeowners: null }),
  ]);
});

it('owner without a list of teams takes the names as they are', async () => {
  await mkdir(join(folder, '.github'));
  await write('.github/CODEOWNERS', '* @acme/ledger\n');
  await ownerCommand(['x'], { repo: folder }, io);
  expect(lines).toEqual(['x: ledger, because .github/CODEOWNERS:1 "*" @acme/ledger']);
});

it('owner --resource asks the rules of the document, and the assets of the checkout', async () => {
  await write(
    'about.yaml',
    'apiVersion: lanekeeper.dev/v1\nowner: ledger\nsecurity: { bugBounty: { inScope: true, assets: [a.example] } }\n',
  );
  const rule = '{ kind: cloud-account, provider: aws, pattern: "1234*", owner: ledger }';
  await write('teams.yaml', `teams:\n  - { key: ledger, queue: LED }\nresources:\n  - ${rule}\n`);
  const options = { repo: folder, teams: join(folder, 'teams.yaml') };
  await ownerCommand([], { ...options, resource: 'cloud-account:123456789012', json: true }, io);
  await ownerCommand([], { ...options, resource: 'url:https://a.example/x' }, io);
  await ownerCommand([], { ...options, resource: 'host:b.example' }, io);
  expect(JSON.parse(lines[0]!)).toEqual({
    resource: 'cloud-account:123456789012',
    owner: 'ledger',
    source: 'resource rule',
    because: ['ledger, because teams.yaml:4 resources "aws 1234*"'],
    unowned: false,
    codeowners: null,
    contact: { queue: 'LED', channel: null, oncall: null },
  });
  expect(lines[1]).toContain('url:https://a.example/x: ledger, because assets "a.example" in about.yaml');
  expect(lines[2]).toContain('host:b.example: security-triage');
});

it.each([
  [['x'], { resource: 'host:a', teams: 'teams.yaml' }],
  [[], { resource: 'host:a' }],
  [[], { resource: 'planet:a', teams: 'teams.yaml' }],
  [[], {}],
])(
  'owner %j %j is wrong use, said in a sentence',
  async (paths, { teams, ...more }: { teams?: string; resource?: string }) => {
    await write('teams.yaml', 'teams: [{ key: ledger }]\n');
    const options = { repo: folder, ...(teams && { teams: join(folder, teams) }), ...more };
    await expect(ownerCommand(paths, options, io)).rejects.toMatchObject({ code: 'LK-USAGE' });
  },
);

it('owner - answers for the paths of the standard input as they come, and holds none of them', async () => {
  await write('about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: ledger\n');
  await write('CODEOWNERS', '/src/é/ @acme/x\n');
  async function* input() {
    const bytes = Buffer.from('a\r\n\nsrc/é/x');
    yield bytes.subarray(0, 9);
    yield bytes.subarray(9);
    const before = lines.length;
    for (let i = 0; i < 200; i++) yield Buffer.from('\nsrc/some/file.ts'.repeat(1000));
    // Answers leave while the input is still coming.
    expect(lines.length - before).toBeGreaterThan(100);
  }
  expect(await ownerCommand(['first', '-', 'last'], { repo: folder, json: true }, io, input())).toBe(0);
  const answers = lines.flatMap((piece) => piece.split('\n')).map((line) => JSON.parse(line));
  expect(answers.length).toBe(200_004);
  expect(answers.slice(0, 3)).toMatchObject([
    { path: 'first' },
    { path: 'a' },
    { path: 'src/é/x', codeowners: ['@acme/x'] },
  ]);
  expect(answers.at(-1)).toMatchObject({ path: 'last', owner: 'ledger' });
});

it('owner - refuses input that is no list of paths', async () => {
  async function* endless() {
    for (;;) yield 'x'.repeat(100_000);
  }
  await expect(ownerCommand(['-'], { repo: folder }, io, endless())).rejects.toMatchObject({
    code: 'LK-USAGE',
  });
});

it('does not follow links out of the repository', async () => {
  await mkdir(join(folder, 'repo'));
  await write('about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: outside\n');
  await symlink(join(folder, 'about.yaml'), join(folder, 'repo', 'about.yaml'));
  await symlink(folder, join(folder, 'repo', 'sub'));
  await ownerCommand(['sub/x'], { repo: join(folder, 'repo'), json: true }, io);
  expect(JSON.parse(lines[0]!)).toMatchObject({ owner: 'security-triage', unowned: true });
});

it('about check says file, line and column, and fails only on errors', async () => {
  await write('about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: ledger\nonwer: x\n');
  expect(await aboutCheckCommand(folder, {}, io)).toBe(0);
  expect(lines[0]).toBe('about.yaml:3:1: warning: onwer is not a key we know; did you mean owner?');
  await write('about.yaml', Buffer.from('apiVersion: lanekeeper.dev/v1\nowner: \xFF\n', 'latin1'));
  expect(await aboutCheckCommand(folder, { json: true }, io)).toBe(1);
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({
    file: 'about.yaml',
    line: 2,
    column: 8,
    code: 'encoding',
  });
});

it('refuses a folder or a list that cannot be read', async () => {
  const missing = join(folder, 'none');
  await expect(ownerCommand(['x'], { repo: missing }, io)).rejects.toMatchObject({ code: 'LK-USAGE' });
  await expect(ownerCommand(['x'], { repo: folder, teams: missing }, io)).rejects.toMatchObject({
    code: 'LK-USAGE',
  });
  await write('teams.yaml', 'teams: [{ key: "Not A Key" }]');
  const options = { repo: folder, teams: join(folder, 'teams.yaml') };
  await expect(ownerCommand(['x'], options, io)).rejects.toMatchObject({ code: 'LK-VALIDATION' });
});
