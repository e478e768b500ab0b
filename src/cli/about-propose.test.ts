import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GitRepository, gitRepository } from '../../test/harness/git-repository.ts';
import { readDescriptor } from '../modules/ownership/pure.ts';
import { aboutCheckCommand } from './about.ts';
import { type AboutProposeOptions, aboutProposeCommand } from './about-propose.ts';

const NOW = new Date('2026-06-30T12:00:00Z');
const TEAMS = `teams:
  - { key: ledger, github: ["@acme/ledger"], champion: cho@acme.example }
  - { key: core, github: ["@acme/core"] }
people:
  - { email: ann@acme.example, name: Ann Arbor, teams: [{ team: ledger }] }
  - { email: bo@acme.example, name: Bo Berg, teams: [{ team: core }] }
`;
let repo: GitRepository;
let out: string[];
let err: string[];
const io = {
  out: (line: string) => void out.push(line),
  err: (line: string) => void err.push(line),
  color: false,
};
const propose = (options: AboutProposeOptions = {}) => aboutProposeCommand(repo.folder, options, io, NOW);
const teams = () => join(repo.folder, '.git/teams.yaml');
const dayOfJune = (day: number) => `2026-06-${String(day).padStart(2, '0')}T12:00:00Z`;
const answer = () => JSON.parse(out[0]!);
const ANN = 'Ann Arbor <ann@acme.example>';
const BO = 'Bo Berg <bo@acme.example>';

/** A commit a day. */
function work(author: string, path: string, days: number, from = 1): void {
  repo.work(
    author,
    path,
    Array.from({ length: days }, (_, index) => dayOfJune(from + index)),
  );
}

beforeEach(() => {
  repo = gitRepository();
  repo.write('.git/teams.yaml', TEAMS);
  [out, err] = [[], []];
});
afterEach(() => repo.remove());

describe('about propose', () => {
  it('drafts a file that about check accepts, from CODEOWNERS, admin team and committers', async () => {
    repo.write('.github/CODEOWNERS', '* @acme/ledger\n/docs/ @acme/core\n');
    repo.write('docs/x.md', '');
    repo.write('go.mod', 'module example.com/acme/pay\n');
    work(ANN, 'main.go', 9);
    work(BO, 'main.go', 3, 20);
    expect(await propose({ teams: teams(), adminTeam: ['@acme/ledger'] })).toBe(0);
    const [text] = out;
    expect(text).toBe(`# Proposed by lanekeeper about propose; nothing is decided until you commit it.
# Owner ledger, confidence 0.80:
# - CODEOWNERS: .github/CODEOWNERS:1 names @acme/ledger for 75 % of 4 files (0.68)
# - admin team: @acme/ledger administers the repository (0.60)
# - committers: its people did 71 % of the work of the last 180 days: Ann Arbor (9 days) (0.39)
# It could also be core (0.14):
# - CODEOWNERS: .github/CODEOWNERS:2 names @acme/core for 25 % of 4 files (0.23)
# - committers: its people did 29 % of the work of the last 180 days: Bo Berg (3 days) (0.05)
apiVersion: lanekeeper.dev/v1
owner: ledger
name: pay # go.mod`);
    repo.write('about.yaml', `${text}\n`);
    out = [];
    expect(await aboutCheckCommand(repo.folder, { teams: teams() }, io)).toBe(0);
    expect(await propose({ teams: teams() })).toBe(0);
    expect(err).toEqual([
      'about.yaml is there already; `lanekeeper about check` tells whether it is in order',
    ]);
  });

  it('says honestly when there is not enough, and leaves the owner open', async () => {
    repo.write('x', '');
    repo.commit('Zoe <zoe@else.example>', dayOfJune(1));
    expect(await propose()).toBe(1);
    expect(out[0]).toMatch(/There is not enough to name an owner/);
    expect(out[0]).toMatch(/# Note: who committed of late: Zoe \(1 day\)/);
    expect(out[0]).toMatch(/\nowner: # your team$/);
  });

  it('takes handles as they are without a list of teams', async () => {
    repo.write('CODEOWNERS', '* @acme/ledger\n');
    expect(await propose({ json: true })).toBe(0);
    expect(answer()).toMatchObject({
      path: 'about.yaml',
      owner: '@acme/ledger',
      confidence: 0.9,
      evidence: [
        { source: 'CODEOWNERS', strength: 0.9, why: 'CODEOWNERS:1 names @acme/ledger for the one file' },
      ],
      alternatives: [],
    });
    expect(readDescriptor('about.yaml', answer().content).problems).toEqual([]);
  });

  it('heeds the mailmap, and the champion of a team', async () => {
    repo.write('.mailmap', `${ANN} <old@home.example>\n`);
    work('ann <old@home.example>', 'x', 6);
    work('Cho <cho@acme.example>', 'x', 6, 10);
    await propose({ teams: teams(), json: true });
    expect(answer()).toMatchObject({ owner: 'ledger' });
    expect(answer().evidence[0].why).toMatch(/100 % .*: Cho \(6 days\), Ann Arbor \(6 days\)/);
  });

  it('counts a shallow clone for what it is', async () => {
    work(ANN, 'x', 12);
    const clone = gitRepository();
    try {
      clone.git('clone', '-q', '--depth', '1', `file://${repo.folder}`, 'clone');
      await aboutProposeCommand(join(clone.folder, 'clone'), { teams: teams(), json: true }, io, NOW);
    } finally {
      clone.remove();
    }
    expect(answer().owner).toBeNull();
    expect(answer().remarks[0]).toMatch(/a part of the history only/);
  });

  it('works beside a foreign about.yaml, and where there is no git', async () => {
    repo.write('about.yaml', 'title: my data\n');
    repo.write('CODEOWNERS', '* @acme/ledger\n');
    execFileSync('rm', ['-r', join(repo.folder, '.git')]);
    expect(await propose({ json: true })).toBe(0);
    expect(answer()).toMatchObject({ path: 'about.yml', owner: '@acme/ledger' });
    expect(answer().remarks).toEqual([
      expect.stringMatching(/the history tells nothing \(.*not a git repository/),
    ]);
  });

  it('survives hostile names of people and files', async () => {
    repo.write('CODEOWNERS', '* @acme/ledger\n');
    for (const [index, name] of [
      'x\u0007\u001B[2J',
      '\u202Eowner: evil',
      '::error::x',
      '$(touch sprung)',
    ].entries()) {
      repo.write(`--help ${name}\nowner: evil/package.json`, '{}');
      repo.commit(`${name} <${index}@else.example>`, dayOfJune(index + 1));
    }
    expect(await propose({ deep: true, teams: teams() })).toBe(0);
    const text = `${out.join('\n')}\n${err.join('\n')}`;
    expect(text).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202E]/);
    expect(text).not.toMatch(/^::/m);
    expect(out).toHaveLength(1);
    expect(readDescriptor('about.yaml', out[0]!).descriptors).toHaveLength(1);
    expect(existsSync(join(repo.folder, 'sprung'))).toBe(false);
  });

  it('refuses a handle that is none', async () => {
    await expect(propose({ adminTeam: ['--evil'] })).rejects.toMatchObject({ code: 'LK-USAGE' });
  });
});

describe('about propose --deep', () => {
  beforeEach(() => {
    repo.write('CODEOWNERS', '* @acme/ledger\n/services/search/ @acme/core\n');
    repo.write('services/search/Dockerfile', 'FROM scratch\nEXPOSE 80\n');
    for (const folder of ['services/pay', 'test/fixtures/x', 'node_modules/y', 'done'])
      repo.write(`${folder}/package.json`, '{}');
    repo.write('done/about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: core\n');
    work(ANN, 'services/pay/x', 5);
    work(BO, 'services/search/x', 5, 10);
  });

  it('drafts a file only for folders of another team', async () => {
    expect(await propose({ deep: true, teams: teams(), json: true })).toBe(0);
    expect(out.map((line) => JSON.parse(line)).map(({ path, owner, type }) => [path, owner, type])).toEqual([
      ['about.yaml', 'ledger', null],
      ['services/search/about.yaml', 'core', 'service'],
    ]);
    expect(err).toEqual(['services/pay: needs no file, ledger owns what is around it']);
  });

  it('compares with the owner of the file that is there', async () => {
    repo.write('about.yaml', 'apiVersion: lanekeeper.dev/v1\nowner: core\n');
    await propose({ deep: true, teams: teams(), json: true });
    expect(out.map((line) => JSON.parse(line).path)).toEqual(['services/pay/about.yaml']);
  });

  it('writes files where none is, and never through a link', async () => {
    expect(await propose({ deep: true, teams: teams(), write: true })).toBe(0);
    expect(out).toEqual([]);
    expect(err.filter((line) => line.includes('written'))).toHaveLength(2);
    expect(readFileSync(join(repo.folder, 'services/search/about.yaml'), 'utf8')).toMatch(/^owner: core$/m);
    expect(await aboutCheckCommand(repo.folder, { teams: teams() }, io)).toBe(0);
  });

  it('does not overwrite what the list of files did not show', async () => {
    mkdirSync(join(repo.folder, 'outside'));
    symlinkSync('outside/new.yaml', join(repo.folder, 'about.yaml'));
    await expect(propose({ teams: teams(), write: true })).rejects.toMatchObject({ code: 'LK-USAGE' });
    expect(existsSync(join(repo.folder, 'outside/new.yaml'))).toBe(false);
  });
});
