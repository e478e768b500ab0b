import { describe, expect, it } from 'vitest';
import { registryOf } from '../../organisation/pure.ts';
import { compileOwnership } from '../compile.ts';
import { coverageOf } from './coverage.ts';

const registry = registryOf({
  businessUnits: [],
  teams: [team('payments'), team('ledger')],
});

function team(key: string) {
  return {
    key,
    name: key,
    kind: 'team' as const,
    queue: key.toUpperCase(),
    allowedQueues: [],
    allowedChannels: [],
    aliases: [],
    github: [],
    deputies: [],
    takes: [],
    takesAsks: [],
  };
}

const about = (owner: string, rest = '') => `apiVersion: lanekeeper.dev/v1\nowner: ${owner}\n${rest}`;

const of = (files: Record<string, string>, services: string[] = []) => {
  const map = compileOwnership({
    repository: {
      key: 'acme/shop',
      unitKey: null,
      services: services.map((path) => ({
        path,
        name: path || 'shop',
        exposure: null,
        tier: null,
        data: [],
        compliance: [],
      })),
    },
    registry,
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
  });
  return coverageOf(map, map.problems);
};

describe('coverage of a repository', () => {
  it('without any file is one service that nobody owns', () => {
    expect(of({})).toEqual([
      expect.objectContaining({ folder: '', name: null, unowned: true, descriptor: null, errors: 0 }),
    ]);
  });

  it('counts the repository, services of the registry and folders with an about.yaml of their own', () => {
    const found = of(
      {
        'about.yaml': about('payments', 'name: shop\nreviewed: 2026-10-01\n'),
        'services/ledger/about.yaml': about('ledger', 'name: ledger\n'),
      },
      ['services/web'],
    );
    expect(found).toMatchObject([
      { folder: '', name: 'shop', team: 'payments', unowned: false, reviewed: '2026-10-01' },
      { folder: 'services/ledger', name: 'ledger', team: 'ledger', reviewed: null },
      { folder: 'services/web', team: 'payments', descriptor: 'about.yaml' },
    ]);
  });

  it('says where files are wrong: an owner that no team has', () => {
    expect(of({ 'about.yaml': about('paiments') })).toMatchObject([
      { folder: '', unowned: true, descriptor: 'about.yaml', errors: 1 },
    ]);
  });

  it('shows a folder whose file never could be read', () => {
    expect(
      of({ 'about.yaml': about('payments'), 'jobs/about.yaml': about('payments', 'tier: 9\n') }),
    ).toMatchObject([
      { folder: '', errors: 0 },
      { folder: 'jobs', team: 'payments', descriptor: 'jobs/about.yaml', errors: 1 },
    ]);
  });

  it('asks CODEOWNERS for a folder as a whole, not for files of one kind in it', () => {
    expect(
      of({ CODEOWNERS: '*.yaml @acme/payments\n/services/web/ @acme/ledger\n' }, ['services/web']),
    ).toMatchObject([
      { folder: '', unowned: true },
      { folder: 'services/web', team: 'ledger', source: 'CODEOWNERS' },
    ]);
  });
});
