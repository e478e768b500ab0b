import { describe, expect, it } from 'vitest';
import type { HookEvent } from '../../../connectors/connector.ts';
import { lookAfter } from './hints.ts';

const repository = { id: '1', key: 'acme/shop' };
const push = (paths: string[] | null, branch = 'main'): HookEvent => ({
  type: 'push',
  repository,
  branch,
  commit: 'c1',
  paths,
});

describe('what a webhook makes us look at', () => {
  it.each([
    ['a push to a descriptor', push(['docs/x.md', 'services/pay/about.yaml']), 'main', 'repository'],
    ['a push to CODEOWNERS', push(['.github/CODEOWNERS']), 'main', 'repository'],
    ['a push to a catalogue’s file', push(['catalog-info.yaml']), 'main', 'repository'],
    ['a push of which the paths are not told', push(null), 'main', 'repository'],
    ['a push to other files', push(['src/about.ts', 'CODEOWNERS.md']), 'main', 'nothing'],
    ['a push to another branch', push(['about.yaml'], 'feature'), 'main', 'nothing'],
    ['a push to a repository we do not know', push(['about.yaml']), null, 'list later'],
    ['a rename', { type: 'repository', repository, what: 'renamed' } as HookEvent, null, 'list'],
    ['an installation that got repositories', { type: 'repositories' } as HookEvent, null, 'list'],
    ['a team', { type: 'team' } as HookEvent, null, 'directory'],
  ])('%s', (_what, event, defaultBranch, look) => {
    expect(lookAfter(event, defaultBranch)).toBe(look);
  });
});
