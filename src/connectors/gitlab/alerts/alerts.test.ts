import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeContext } from '../../../../test/fakes/context.ts';
import { type FakeGitlab, fakeGitlab } from '../../../../test/fakes/fake-gitlab.ts';
import type { AlertSource, Alerts } from '../../connector.ts';
import { gitlabSettings } from '../settings.ts';
import { gitlabAlerts } from './index.ts';

let gitlab: FakeGitlab;
let alerts: Alerts;
beforeEach(async () => {
  gitlab = await fakeGitlab();
  const settings = gitlabSettings.parse({ url: gitlab.url, alerts: {} });
  alerts = gitlabAlerts.open(fakeContext(settings, { token: 'glpat-fake' }));
});
afterEach(() => gitlab.close());

const source: AlertSource = {
  kind: 'sast',
  tool: 'gitlab-sast',
  target: { kind: 'repository', key: 'acme/a' },
  repositoryId: '500',
};
const one = (number: number, more: object = {}) => ({
  uuid: `u-${number}`,
  title: 'Command built from input',
  description: 'x',
  severity: 'HIGH',
  state: 'DETECTED',
  detectedAt: '2026-01-05T08:00:00Z',
  identifiers: [{ externalType: 'cwe', externalId: '78', name: 'CWE-78', url: null }],
  location: { file: 'src/run.py', startLine: '9', endLine: null },
  ...more,
});

/** Answers GraphQL with these vulnerabilities, two a page. */
function keeps(all: object[], available: string[] | null = ['SAST']) {
  gitlab.intercept(({ url, body }) => {
    if (url.pathname !== '/api/graphql') return undefined;
    const { variables } = JSON.parse(body) as { variables: { after: string | null } };
    const at = Number(variables.after ?? 0);
    const pageInfo = { hasNextPage: at + 2 < all.length, endCursor: String(at + 2) };
    const vulnerabilities = { nodes: all.slice(at, at + 2), pageInfo };
    return {
      status: 200,
      body: { data: { project: { securityScanners: { available }, vulnerabilities } } },
    };
  });
}
async function report(): Promise<{ scan: object; vulnerabilities: Record<string, unknown>[] }> {
  const read = await alerts.read(source, null);
  if (typeof read === 'string') throw new Error(read);
  return JSON.parse(Buffer.concat(await Array.fromAsync(read.pieces)).toString());
}

describe('vulnerabilities of a project', () => {
  it('are listed by kind, each with the reader of its reports', async () => {
    gitlab.add('acme/a');
    const sources = await Array.fromAsync(alerts.sources());
    expect(sources.map(({ kind, tool }) => `${kind} ${tool}`)).toEqual([
      'sast gitlab-sast',
      'secret_detection gitlab-secret-detection',
      'dependency_scanning gitlab-dep-scan',
      'container_scanning gitlab-container-scanning',
      'dast gitlab-dast',
    ]);
  });

  it('are told whole, in the form of a report, each in the state that GitLab states', async () => {
    keeps([
      one(1),
      one(2, { state: 'DISMISSED', dismissalReason: 'FALSE_POSITIVE', stateComment: 'constant' }),
      one(3, { state: 'RESOLVED' }),
      one(4, { resolvedOnDefaultBranch: true }),
      one(5, { state: 'DISMISSED', resolvedOnDefaultBranch: true }),
    ]);
    const { scan, vulnerabilities } = await report();
    expect(scan).toMatchObject({ type: 'sast' });
    expect(vulnerabilities[0]).toMatchObject({
      id: 'u-1',
      severity: 'High',
      discovered_at: '2026-01-05T08:00:00Z',
      identifiers: [{ type: 'cwe', value: '78' }],
      location: { file: 'src/run.py', start_line: 9 },
    });
    expect(vulnerabilities.map(({ state, dismissal_reason: reason }) => [state, reason])).toEqual([
      ['detected', undefined],
      ['dismissed', 'false_positive'],
      ['resolved', undefined],
      ['resolved', undefined],
      ['dismissed', undefined],
    ]);
  });

  it('are gone where GitLab has no such scanner or the project is not to be seen, and never just empty', async () => {
    keeps([], ['DAST']);
    expect(await alerts.read(source, null)).toBe('gone');
    gitlab.intercept(() => ({ status: 200, body: { data: { project: null } } }));
    expect(await alerts.read(source, null)).toBe('gone');
  });

  it('are refused in GitLab’s own words, and a list that breaks off is an error', async () => {
    gitlab.intercept(() => ({
      status: 200,
      body: { data: null, errors: [{ message: 'Field is unknown' }] },
    }));
    await expect(alerts.read(source, null)).rejects.toMatchObject({
      code: 'LK-REFUSED',
      message: expect.stringContaining('Field is unknown'),
    });
    keeps([one(1), one(2), one(3)]);
    const read = await alerts.read(source, null);
    gitlab.intercept(() => ({ status: 200, body: { data: { project: null } } }));
    if (typeof read === 'string') throw new Error(read);
    await expect(Array.fromAsync(read.pieces)).rejects.toMatchObject({ code: 'LK-ANSWER' });
  });
});
