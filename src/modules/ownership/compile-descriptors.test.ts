import { describe, expect, it } from 'vitest';
import { parseOrganisation, registryOf } from '../organisation/pure.ts';
import { compileOwnership, type OwnershipMap } from './compile.ts';
import { exposureOf } from './exposure.ts';
import { resolveOwner } from './resolve.ts';

const TEAMS = `
teams:
  - { key: ledger, queue: LED }
  - { key: shop, mail: shop@acme.example, queue: SHP }
  - { key: web, queue: WEB }
`;
const registry = registryOf(parseOrganisation('organisation.yaml', TEAMS, null).document!);
const compiled = (files: Record<string, string>, key = 'acme/x'): OwnershipMap =>
  compileOwnership({
    repository: { key, unitKey: null },
    registry,
    files: Object.entries(files).map(([path, content]) => ({ path, content })),
  });

const about = (owner: string, rest = '') => `apiVersion: lanekeeper.dev/v1\nowner: ${owner}\n${rest}`;
const backstage = (owner: string, rest = '') =>
  `kind: Component\nspec: { owner: ${owner}, lifecycle: production }\n${rest}`;
const datadog = (team: string) =>
  `schema-version: v2.2\ndd-service: cart\nteam: ${team}\ntier: "1"\nlifecycle: deprecated\n`;

describe('descriptors of several forms in one repository', () => {
  it('are asked in order: about.yaml, CODEOWNERS, then catalogues, whatever folder they are in', () => {
    const files = { 'a/catalog-info.yaml': backstage('web'), 'service.datadog.yaml': datadog('shop') };
    expect(resolveOwner(compiled(files), 'a/x').team).toBe('web');
    expect(resolveOwner(compiled({ ...files, CODEOWNERS: '* @acme/shop' }), 'a/x').team).toBe('shop');
    expect(resolveOwner(compiled({ ...files, 'about.yaml': about('ledger') }), 'a/x').team).toBe('ledger');
  });

  it('of one folder answer in the order of their table, and one that names no team leaves it to the next', () => {
    const files = { 'service.datadog.yaml': datadog('shop'), 'opslevel.yml': 'service: { owner: web }' };
    expect(resolveOwner(compiled(files), 'x').team).toBe('shop');
    const map = compiled({ ...files, 'service.datadog.yaml': datadog('nobody') });
    expect(resolveOwner(map, 'x')).toMatchObject({
      team: 'web',
      because: [
        'web, because opslevel.yml:1 service.owner "web"',
        expect.stringContaining('no team is called nobody'),
      ],
    });
    expect(map.problems).toMatchObject([
      { file: 'service.datadog.yaml', level: 'warning', code: 'unknown-team' },
    ]);
  });

  it('take an address for a team only where a team has it, and blame nobody where none has', () => {
    const file = (mail: string) => ({
      '.about.yml': `full_name: Cart\ncontact: [{ url: "mailto:${mail}" }]`,
    });
    expect(resolveOwner(compiled(file('shop@acme.example')), 'x')).toMatchObject({
      team: 'shop',
      source: 'catalogue',
    });
    const unknown = compiled(file('ann@acme.example'));
    expect(resolveOwner(unknown, 'x').unowned).toBe(true);
    expect(unknown.problems).toEqual([]);
    const nowhere = { repository: { key: '', unitKey: null }, registry: null };
    const files = [{ path: '.about.yml', content: file('ann@acme.example')['.about.yml'] }];
    expect(resolveOwner(compileOwnership({ ...nowhere, files }), 'x').unowned).toBe(true);
  });

  it('two of one path: about.yaml is read, about.yml is told so', () => {
    const map = compiled({ 'a/about.yml': about('web'), 'a/about.yaml': about('ledger') });
    expect(resolveOwner(map, 'a/x').team).toBe('ledger');
    expect(map.problems).toMatchObject([{ file: 'a/about.yml', level: 'warning', code: 'not-used' }]);
  });

  it('give facts together: about.yaml first, what it leaves open from catalogues, services unmixed', () => {
    const files = {
      'about.yaml': about('ledger', 'lifecycle: production\nsecurity: { exposure: internet }'),
      'a/service.datadog.yaml': `${datadog('shop')}---\nschema-version: v2.2\ndd-service: other\ntype: web\n`,
    };
    expect(exposureOf(compiled(files), 'a/x')).toMatchObject({
      service: 'cart',
      exposure: 'internet',
      tier: 1,
      lifecycle: 'production',
    });
    expect(
      exposureOf(
        compiled({ 'service.datadog.yaml': `schema-version: v2.2\ndd-service: a\n---\n${datadog('shop')}` }),
        'x',
      ),
    ).toMatchObject({
      service: 'a',
      tier: null,
    });
  });

  it('that describe another repository answer for nothing here', () => {
    const entity = (repository: string) =>
      `apiVersion: v3\nkind: service\nmetadata: { name: a, owner: shop }\ndatadog: { codeLocations: [{ repositoryURL: "https://github.com/${repository}", paths: ["svc/**"] }] }`;
    expect(resolveOwner(compiled({ 'entity.datadog.yaml': entity('acme/x') }), 'svc/y').team).toBe('shop');
    expect(resolveOwner(compiled({ 'entity.datadog.yaml': entity('acme/z') }), 'svc/y').unowned).toBe(true);
    expect(resolveOwner(compiled({ 'entity.datadog.yaml': entity('acme/x') }), 'other/y').unowned).toBe(true);
  });

  it('a thousand catalogue entries make no trail that nobody can read', () => {
    const file = Array.from({ length: 900 }, (_, i) => `kind: Component\nspec: { owner: nobody${i} }`).join(
      '\n---\n',
    );
    const map = compiled({ 'catalog-info.yaml': file });
    expect(resolveOwner(map, 'x').because.length).toBeLessThan(30);
    expect(JSON.stringify(map.problems).length).toBeLessThan(100_000);
  });

  it('an entity of thousands of folders and owners costs what its file does', () => {
    const owners = Array.from({ length: 400 }, (_, i) => `{ name: n${i} }`).join(',');
    const paths = Array.from({ length: 400 }, (_, i) => `"d${i}/**"`).join(',');
    const locations = Array.from({ length: 40 }, (_, i) => `{ paths: [${paths.replaceAll('d', `d${i}x`)}] }`);
    const file = `apiVersion: v3\nkind: service\nmetadata: { name: a, additionalOwners: [${owners}] }\ndatadog: { codeLocations: [${locations.join(',')}] }`;
    expect(file.length).toBeLessThan(256 * 1024);
    expect(compiled({ 'entity.datadog.yaml': file }).problems.length).toBeLessThan(250);
  });
});
