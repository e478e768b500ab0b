import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOrganisation, registryOf, resourceRulesOf } from '../../organisation/pure.ts';
import { compileOwnership } from '../compile.ts';
import type { Asset } from './assets.ts';
import {
  compileResources,
  type LinkedRepository,
  type ResourceFacts,
  withRepositories,
} from './compile-resources.ts';
import { gatherLeads, noLeads } from './leads.ts';
import { resourcePlaceOfKey } from './place.ts';
import { resolveResource } from './resolve-resource.ts';

const TEAMS = `businessUnits: [{ key: shops, name: Shops, fallbackQueue: SHOPS }]
teams:
  - { key: payments-core, queue: PAY, mail: pay@acme.example }
  - { key: cloud, queue: CLD }
  - { key: shops-ops, unit: shops, queue: SHOPS }
`;
const document = (rules: string) => {
  const { document: read, problems } = parseOrganisation('teams.yaml', `${TEAMS}${rules}`, null);
  if (!read) throw new Error(JSON.stringify(problems));
  return read;
};
const registry = registryOf(document(''));
const PAY = 'acme/pay';

interface Facts extends Partial<Omit<ResourceFacts, 'rules' | 'assets'>> {
  rules?: string;
  assets?: Partial<Asset>[];
  owner?: string;
  unit?: string;
}

/** The repository acme/pay has an about.yaml; labels lead to it by its address. */
function mapOf({ rules = '', assets = [], overrides = [], owner = 'payments-core', unit }: Facts = {}) {
  const map = compileResources({
    registry,
    rules: resourceRulesOf(document(rules).resources ?? []).map((rule) => ({
      ...rule,
      repositoryId: rule.repository && `id of ${rule.repository}`,
    })),
    overrides,
    assets: assets.map((asset) => ({
      repositoryId: `id of ${PAY}`,
      repository: PAY,
      path: 'about.yaml',
      asset: '',
      ...asset,
    })),
  });
  const files = [{ path: 'about.yaml', content: `apiVersion: lanekeeper.dev/v1\nowner: ${owner}\n` }];
  const repository: LinkedRepository = {
    key: PAY,
    map: compileOwnership({ repository: { key: PAY, unitKey: unit ?? null }, registry, files }),
  };
  return withRepositories(map, {
    repositories: new Map([[`id of ${PAY}`, repository]]),
    named: new Map([
      ['https://git.example/acme/pay', { id: `id of ${PAY}`, path: null }],
      ['pay-api', { id: `id of ${PAY}`, path: null }],
    ]),
  });
}
const ask = (facts: Facts, resource: string, labels?: Record<string, string>) =>
  resolveResource(mapOf(facts), resourcePlaceOfKey(resource, labels)!);

describe('what is not a path is owned', () => {
  it.each([
    [
      'cloud-account:123456789012',
      '{ kind: cloud-account, provider: aws, pattern: "1234*", owner: cloud }',
      'aws 1234*',
    ],
    [
      'cloud-account:aws:123456789012',
      '{ kind: cloud-account, provider: aws, pattern: "1234*", owner: cloud }',
      'aws 1234*',
    ],
    [
      'cloud-resource:arn:aws:sqs:eu-north-1:123456789012:q',
      '{ kind: cloud-account, pattern: "123456789012", owner: cloud }',
      'cloud-account 123456789012',
    ],
    [
      'image:registry.example/pay/api:1.2',
      '{ kind: image, pattern: registry.example/pay/*, owner: cloud }',
      'image registry.example/pay/*',
    ],
    ['cluster:prod-eu', '{ kind: cluster, pattern: prod-*, owner: cloud }', 'cluster prod-*'],
    ['namespace:prod-eu/pay', '{ kind: namespace, pattern: pay, owner: cloud }', 'namespace pay'],
    ['namespace:prod-eu/pay', '{ kind: cluster, pattern: prod-eu, owner: cloud }', 'cluster prod-eu'],
    ['workload:pay/Deployment/api', '{ kind: namespace, pattern: pay, owner: cloud }', 'namespace pay'],
    ['host:10.1.2.3', '{ kind: network, pattern: 10.0.0.0/8, owner: cloud }', 'network 10.0.0.0/8'],
    [
      'host:db.shop.internal',
      '{ kind: domain, pattern: "*.shop.internal", owner: cloud }',
      'domain *.shop.internal',
    ],
    [
      'url:https://api.shop.example/v1/x',
      '{ kind: url, pattern: https://api.shop.example/v1, owner: cloud }',
      'url https://api.shop.example/v1',
    ],
    [
      'url:https://api.shop.example/v1/x',
      '{ kind: domain, pattern: api.shop.example, owner: cloud }',
      'domain api.shop.example',
    ],
    [
      'url:https://10.1.2.3:8443/x',
      '{ kind: network, pattern: 10.0.0.0/8, owner: cloud }',
      'network 10.0.0.0/8',
    ],
    [
      'url:https://[2001:db8::7]/x',
      '{ kind: network, pattern: "2001:db8::/32", owner: cloud }',
      'network 2001:db8::/32',
    ],
    [
      'package:pkg:npm/%40acme/ui@1.0.0',
      '{ kind: package, pattern: "@acme/*", owner: cloud }',
      'package @acme/*',
    ],
  ])('by the rule that fits %s: %s', (resource, rule, words) => {
    const answer = ask({ rules: `resources:\n  - ${rule}\n` }, resource);
    expect(answer).toMatchObject({
      team: 'cloud',
      source: 'resource rule',
      unowned: false,
      contact: { queue: 'CLD' },
    });
    expect(answer.because).toEqual([`cloud, because teams.yaml:7 resources "${words}"`]);
  });

  it('not by a rule of another provider', () => {
    const rules = 'resources: [{ kind: cloud-account, provider: gcp, pattern: "1234*", owner: cloud }]';
    expect(ask({ rules }, 'cloud-account:123456789012').unowned).toBe(true);
    expect(ask({ rules }, 'cloud-account:1234-unknown').team).toBe('cloud');
  });

  it('by security, unowned, where nothing says a word', () => {
    expect(ask({}, 'host:10.1.2.3')).toMatchObject({
      team: 'security-triage',
      source: 'security triage',
      unowned: true,
      because: [
        "security-triage, because no rule, label or about.yaml says whose this host is: security's queue SEC takes care until one does",
      ],
    });
  });

  it('by whoever owns the repository that a rule names', () => {
    const rules = `resources: [{ kind: image, pattern: registry.example/p/*, repository: ${PAY} }]`;
    expect(ask({ rules }, 'image:registry.example/p/a').because).toEqual([
      'payments-core, because teams.yaml:6 resources "image registry.example/p/*": acme/pay, about.yaml:2 owner "payments-core"',
    ]);
  });

  it('by a person first, for the thing or for what holds it', () => {
    const overrides = [
      {
        resource: 'cloud-account:123456789012',
        team: 'payments-core',
        reason: 'we took it over',
        madeBy: 'ana@acme.example',
        madeAt: '2026-01-01T00:00:00Z',
        expiresAt: '2026-06-01T00:00:00Z',
      },
    ];
    const rules = 'resources: [{ kind: cloud-resource, pattern: "arn:*", owner: cloud }]';
    const answer = ask({ overrides, rules }, 'cloud-resource:arn:aws:sqs:eu:123456789012:q');
    expect(answer).toMatchObject({ team: 'payments-core', source: 'override' });
    expect(answer.because[0]).toContain(
      'ana@acme.example said so of cloud-account:123456789012 until 2026-06-01',
    );
  });
});

describe('labels that a report carries', () => {
  it.each([
    [{ team: 'payments-core' }],
    [{ 'acme.example/team': 'Payments-Core' }],
    [{ OwningTeam: 'payments-core' }],
    [{ Owner: 'pay@acme.example' }],
    [{ 'org.opencontainers.image.source': 'https://git.example/acme/pay' }],
    [{ 'app.kubernetes.io/name': 'pay-api' }],
    [{ owner: 'nobody we know', 'app.kubernetes.io/part-of': 'pay-api' }],
  ])('name the owner: %j', (labels) => {
    const answer = ask({}, 'image:registry.example/x', labels);
    expect(answer).toMatchObject({ team: 'payments-core', source: 'label', unowned: false });
  });

  it('that lead to a repository say so, and what is known of its service counts', () => {
    const source = 'https://git.example/acme/pay';
    const answer = ask({}, 'image:registry.example/x', { 'org.opencontainers.image.source': source });
    expect(answer.because).toEqual([
      `payments-core, because label org.opencontainers.image.source=${source}: acme/pay, about.yaml:2 owner "payments-core"`,
    ]);
    expect(answer.via).toMatchObject({ repository: PAY, path: null });
  });

  it('that name nobody stay in the trail with what was meant', () => {
    const answer = ask({}, 'image:registry.example/x', {
      team: 'payment-core',
      repo: 'https://git.example/other',
    });
    expect(answer.unowned).toBe(true);
    expect(answer.because.slice(1)).toEqual([
      'label team=payment-core: no team is called payment-core; did you mean payments-core?',
      'label repo=https://git.example/other: no repository that we know',
    ]);
  });

  it('come after rules about the same thing, as they are written by whoever builds it', () => {
    const rules = 'resources: [{ kind: image, pattern: registry.example/base/*, owner: cloud }]';
    expect(ask({ rules }, 'image:registry.example/base/a', { team: 'payments-core' }).team).toBe('cloud');
  });

  it('of a thing come before rules about what holds it', () => {
    const rules = 'resources: [{ kind: cloud-account, pattern: "123456789012", owner: cloud }]';
    const queue = 'cloud-resource:arn:aws:sqs:eu:123456789012:q';
    expect(ask({ rules }, queue, { team: 'payments-core' }).team).toBe('payments-core');
    expect(ask({ rules }, queue, {}).team).toBe('cloud');
  });

  it('are what rules with tags ask for', () => {
    const rules = `resources:
  - { kind: cloud-account, pattern: "123456789012", owner: shops-ops }
  - { kind: cloud-account, tags: { CostCentre: "pay-*" }, owner: payments-core }
  - { kind: cloud-account, tags: { costcentre: pay-7, env: prod }, owner: cloud }
`;
    const queue = 'cloud-resource:arn:aws:sqs:eu:123456789012:q';
    expect(ask({ rules }, queue, { costCentre: 'PAY-7' }).because).toEqual([
      'payments-core, because teams.yaml:8 resources "cloud-account, CostCentre=pay-*"',
    ]);
    expect(ask({ rules }, queue, { costcentre: 'pay-7', env: 'prod' }).team).toBe('cloud');
    expect(ask({ rules }, queue, { costcentre: 'x' }).team).toBe('shops-ops');
  });

  it('are no place for surprises: long and odd ones are cut, and nothing throws', () => {
    const labels = { team: 'x'.repeat(10_000), __proto__: 'y', constructor: 'z', owner: '' };
    expect(ask({}, 'image:x', labels).because.join().length).toBeLessThan(1000);
  });
});

describe('the about.yaml that names it', () => {
  const assets = [
    { asset: 'api.shop.example' },
    { asset: '*.pay.example' },
    { asset: '192.0.2.0/24' },
    { asset: 'https://shop.example/pay' },
  ];

  it.each([
    ['url:https://api.shop.example/v1', 'api.shop.example'],
    ['host:API.shop.example', 'api.shop.example'],
    ['domain:a.b.pay.example', '*.pay.example'],
    ['host:192.0.2.9', '192.0.2.0/24'],
    ['url:https://shop.example/pay/now', 'https://shop.example/pay'],
  ])('gives %s to its owner', (resource, asset) => {
    const answer = ask({ assets }, resource);
    expect(answer).toMatchObject({
      team: 'payments-core',
      source: 'about.yaml assets',
      via: { path: 'about.yaml' },
    });
    expect(answer.because[0]).toContain(`assets "${asset}" in about.yaml: acme/pay, about.yaml:2`);
  });

  it.each([
    'host:pay.example',
    'host:xapi.shop.example',
    'url:https://shop.example/payroll',
    'host:192.0.3.9',
  ])('leaves %s alone', (resource) => expect(ask({ assets }, resource).unowned).toBe(true));

  it('is one of several: the trail says who else claims it', () => {
    const rival = { repositoryId: 'id of acme/rival', repository: 'acme/rival', asset: 'api.shop.example' };
    expect(ask({ assets: [...assets, rival] }, 'host:api.shop.example').because).toContain(
      'api.shop.example is named in acme/rival too',
    );
  });

  it('cannot take what a rule of the registry gives to another', () => {
    const rules = 'resources: [{ kind: domain, pattern: "*.pay.example", owner: cloud }]';
    expect(ask({ assets, rules }, 'host:a.pay.example').team).toBe('cloud');
  });

  it('cannot name all the world', () => {
    expect(
      ask({ assets: [{ asset: '*' }, { asset: '*.example' }, { asset: '' }] }, 'host:a.example').unowned,
    ).toBe(true);
  });
});

describe('a repository on the way in which nobody owns anything', () => {
  it('is not the end: the next source is asked, at last the queue of its unit', () => {
    const labels = { repository: 'https://git.example/acme/pay' };
    const nobody = { owner: 'gone', unit: 'shops' };
    const answer = ask(nobody, 'image:registry.example/x', labels);
    expect(answer).toMatchObject({ team: 'shops-ops', source: 'unit fallback', unowned: true });
    expect(answer.because).toHaveLength(2);
    expect(answer.because[1]).toContain('no team is called gone');
    expect(ask(nobody, 'image:registry.example/x', { ...labels, service: 'none' }).because).toHaveLength(3);
    const rules = 'resources: [{ kind: cluster, pattern: c, owner: cloud }]';
    expect(ask({ ...nobody, rules }, 'namespace:c/x', labels).team).toBe('cloud');
  });
});

describe('a repository that something leads to', () => {
  it('is looked up once for everything that leads to a repository', () => {
    const map = mapOf({ assets: [{ asset: 'a.example' }] });
    const leads = noLeads();
    gatherLeads(map, resourcePlaceOfKey('url:https://a.example/x', { repo: 'acme/x', team: 't' })!, leads);
    expect([...leads.repositoryIds]).toEqual([`id of ${PAY}`]);
    expect([...leads.labels]).toEqual([['acme/x', 'repository']]);
  });
});

describe('of several rules', () => {
  const rule = fc.record({
    prefix: fc.integer({ min: 0, max: 12 }),
    tagged: fc.boolean(),
    owner: fc.constantFrom('payments-core', 'cloud', 'shops-ops'),
  });

  it('the most specific wins, whatever their order', () => {
    const account = '123456789012';
    fc.assert(
      fc.property(
        fc.uniqueArray(rule, { selector: (r) => `${r.prefix} ${r.tagged}`, minLength: 1 }),
        fc.infiniteStream(fc.nat()),
        (rules, order) => {
          const lines = rules.map(({ prefix, tagged, owner }) => {
            const pattern = prefix === 12 ? account : `${account.slice(0, prefix)}*`;
            return `  - { kind: cloud-account, pattern: "${pattern}", owner: ${owner}${tagged ? ', tags: { env: prod }' : ''} }\n`;
          });
          const shuffled = lines
            .map((line) => ({ line, at: order.next().value as number }))
            .sort((a, b) => a.at - b.at)
            .map(({ line }) => line);
          const best = rules.toSorted(
            (a, b) =>
              Number(b.prefix === 12) - Number(a.prefix === 12) ||
              Number(b.tagged) - Number(a.tagged) ||
              b.prefix - a.prefix,
          )[0]!;
          const asked = (list: string[]) =>
            ask({ rules: `resources:\n${list.join('')}` }, `cloud-account:${account}`, { env: 'prod' }).team;
          expect(asked(shuffled)).toBe(best.owner);
          expect(asked(lines)).toBe(best.owner);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('equal ones are decided by the later', () => {
    const rules = (first: string, second: string) =>
      `resources:\n  - { kind: host, pattern: a*, owner: ${first} }\n  - { kind: host, pattern: a*, owner: ${second} }\n`;
    expect(ask({ rules: rules('cloud', 'payments-core') }, 'host:ab').team).toBe('payments-core');
    expect(ask({ rules: rules('payments-core', 'cloud') }, 'host:ab').team).toBe('cloud');
  });
});
