import { describe, expect, it } from 'vitest';
import { readDescriptor } from './forms.ts';

const named = (file: string, content: string, repository?: string) => {
  const { form, descriptors, problems, usable } = readDescriptor(file, content, repository);
  const claims = descriptors.map(({ folder, claims }) => [
    folder,
    ...claims.map((claim) => (claim.by === 'name' ? claim.name : claim.jira)),
  ]);
  return { form, claims, problems, usable, first: descriptors[0] };
};

describe('catalog-info.yaml of Backstage', () => {
  const COMPONENT = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: payments
  title: Payments
  annotations:
    jira/project-key: PAY
    jira/component: api
    pagerduty.com/service-id: PABC
    pagerduty.com/integration-key: do-not-read
spec: { type: service, lifecycle: production, owner: "group:default/ledger", system: checkout }
`;

  it('says owner, stage, system, tracker and on-call, and keeps no key that can call people', () => {
    const { first, problems } = named('a/catalog-info.yaml', COMPONENT);
    expect(problems).toEqual([]);
    expect(first).toMatchObject({
      folder: 'a',
      claims: [
        { name: 'group:default/ledger', place: { line: 11 }, what: 'spec.owner "group:default/ledger"' },
      ],
      wish: { jira: { project: 'PAY', component: 'api' }, oncall: { pagerduty: 'PABC' } },
      service: {
        name: 'payments',
        title: 'Payments',
        type: 'service',
        lifecycle: 'production',
        system: 'checkout',
      },
    });
    expect(JSON.stringify(first)).not.toContain('do-not-read');
  });

  it('lets components speak before other entities, people not at all, and tells whose word is not the first', () => {
    const file = `kind: API\nspec: { owner: shop }\n---\nkind: Group\nspec: { owner: nobody }\n---\n${COMPONENT}`;
    expect(named('catalog-info.yml', file)).toMatchObject({
      claims: [
        ['', 'group:default/ledger'],
        ['', 'shop'],
      ],
      problems: [{ level: 'note', code: 'not-used', line: 2 }],
    });
  });

  it('takes what it understands where a value is not what it should be', () => {
    expect(
      named('catalog-info.yaml', 'kind: Component\nspec: { owner: [a], lifecycle: production }'),
    ).toMatchObject({
      claims: [['']],
      first: { service: { lifecycle: 'production' } },
      problems: [{ level: 'warning', code: 'wrong-value', line: 2 }],
      usable: true,
    });
  });
});

describe('service.datadog.yaml 2.2', () => {
  it('says team, application, tier, stage, channel and on-call', () => {
    const content = `schema-version: v2.2
dd-service: cart
team: shop
application: checkout
tier: "High"
type: web
lifecycle: sandbox
contacts:
  - { type: slack, contact: "https://acme.slack.com/archives/C0123ABCD" }
  - { type: email, contact: shop@acme.example }
integrations:
  pagerduty: { service-url: "https://acme.pagerduty.com/service-directory/PCART1" }
  opsgenie: { service-url: "https://acme.app.opsgenie.com/service/12-ab" }
`;
    expect(named('service.datadog.yaml', content)).toMatchObject({
      form: 'Datadog service',
      claims: [['', 'shop', 'shop@acme.example']],
      problems: [],
      first: {
        wish: {
          slack: { id: 'C0123ABCD' },
          mail: 'shop@acme.example',
          oncall: { pagerduty: 'PCART1', opsgenie: '12-ab' },
        },
        service: { name: 'cart', system: 'checkout', tier: 2, type: 'service', lifecycle: 'experimental' },
      },
    });
  });

  it('may hold several services, of which the first speaks for the folder', () => {
    const service = (name: string, team: string) =>
      `schema-version: v2.2\ndd-service: ${name}\nteam: ${team}\n`;
    expect(named('x/service.datadog.yml', `${service('a', 'one')}---\n${service('b', 'two')}`)).toMatchObject(
      {
        claims: [
          ['x', 'one'],
          ['x', 'two'],
        ],
        problems: [{ level: 'note', line: 7, message: 'one (line 3) is asked first for this folder' }],
      },
    );
  });

  it('leads to no channel by an address that only looks like one', () => {
    const content =
      'schema-version: v2.2\ndd-service: a\ncontacts: [{ type: slack, contact: "https://evil.example/acme.slack.com/archives/C0123ABCD" }]';
    expect(named('service.datadog.yaml', content).first?.wish.slack).toBeUndefined();
  });
});

describe('entity.datadog.yaml 3', () => {
  const ENTITIES = `apiVersion: v3
kind: system
metadata: { name: checkout, owner: shop }
spec: { tier: "1", lifecycle: production }
---
apiVersion: v3
kind: service
metadata:
  name: cart
  displayName: Cart
  additionalOwners: [{ name: carts, type: operator }]
spec: { type: web, componentOf: ["system:checkout"] }
datadog:
  codeLocations:
    - { repositoryURL: "https://github.com/acme/shop.git", paths: ["services/cart/**", "*.go"] }
    - { repositoryURL: "https://github.com/acme/other", paths: ["lib/**"] }
---
apiVersion: v3
kind: datastore
metadata: { name: orders, inheritFrom: "system:checkout" }
`;

  it('gives each entity the folder its code is in, and its system where it names no owner', () => {
    const read = named('entity.datadog.yaml', ENTITIES, 'acme/shop');
    expect(read.claims).toEqual([
      ['services/cart', 'carts'],
      ['', 'shop'],
      ['', 'shop'],
    ]);
    expect(read.first).toMatchObject({
      service: { name: 'cart', title: 'Cart', tier: 1, lifecycle: 'production', system: 'checkout' },
    });
    expect(read.problems.map(({ line, level }) => [line, level])).toEqual([
      [15, 'note'],
      [16, 'note'],
    ]);
  });

  it.each(['../../etc/**', '/../x', 'a/../b/**', 'a//b'])('puts nothing in the folder %s', (path) => {
    const content = `apiVersion: v3\nkind: service\nmetadata: { name: a, owner: b }\ndatadog: { codeLocations: [{ paths: ["${path}"] }] }`;
    expect(named('entity.datadog.yaml', content).claims).toEqual([]);
  });
});

describe('opslevel.yml', () => {
  it.each(['service', 'component'])('says owner, stage and tier of a %s', (root) => {
    const content = `version: 1\n${root}:\n  name: Cart\n  owner: shop_team\n  lifecycle: generally_available\n  tier: tier_1\n  product: Shop\n`;
    expect(named('svc/opslevel.yml', content)).toMatchObject({
      form: 'OpsLevel',
      claims: [['svc', 'shop_team']],
      first: {
        claims: [{ place: { line: 4, column: 10 } }],
        service: { name: 'Cart', lifecycle: 'production', tier: 1, system: 'Shop' },
      },
      problems: [],
    });
  });

  it('may describe the repository itself', () => {
    expect(named('opslevel.yml', 'version: 1\nrepository: { owner: shop }').claims).toEqual([['', 'shop']]);
  });
});

describe('cortex.yaml', () => {
  const ENTITY = `openapi: 3.0.1
info:
  title: Cart
  x-cortex-tag: cart
  x-cortex-type: service
  x-cortex-groups: [go, "tier:2"]
  x-cortex-parents: [{ tag: checkout }]
  x-cortex-owners:
    - { type: email, email: ann@acme.example }
    - { type: GROUP, name: shop, provider: CORTEX }
  x-cortex-slack: { channels: [{ name: shop-dev }] }
  x-cortex-oncall: { pagerduty: { id: PSHOP, type: SCHEDULE } }
  x-cortex-issues: { jira: { projects: [SHOP] } }
  x-cortex-git: { github: { repository: acme/shop, basepath: services/cart } }
`;

  it('says group before people, tier, parent, channel, on-call and tracker, of the folder it names', () => {
    expect(named('cortex.yaml', ENTITY, 'acme/shop')).toMatchObject({
      claims: [['services/cart', 'shop', 'ann@acme.example']],
      first: {
        wish: { jira: { project: 'SHOP' }, slack: { channel: '#shop-dev' }, oncall: { pagerduty: 'PSHOP' } },
        service: { name: 'cart', title: 'Cart', type: 'service', tier: 2, system: 'checkout' },
      },
      problems: [],
    });
  });

  it('of another repository is not used, and says so', () => {
    expect(named('cortex.yaml', ENTITY, 'acme/catalogue')).toMatchObject({
      claims: [],
      problems: [{ level: 'note', code: 'not-used', line: 14 }],
    });
  });

  it('that describes a team describes no folder', () => {
    expect(named('cortex.yaml', ENTITY.replace('type: service', 'type: team')).claims).toEqual([]);
  });
});

describe('security-insights.yml 2', () => {
  const HEADER = 'header: { schema-version: 2.2.0, last-reviewed: "2026-04-01" }\n';

  it.each(['SECURITY-INSIGHTS.yml', '.github/security-insights.yml'])(
    'at %s says champions and review',
    (file) => {
      const content = `${HEADER}project: { name: Cart, vulnerability-reporting: { bug-bounty-available: true } }
repository: { status: active, security: { champions: [{ name: Ann, email: ann@acme.example }, { name: Bob }] } }
`;
      expect(named(file, content)).toMatchObject({
        form: 'SECURITY-INSIGHTS',
        claims: [['']],
        first: {
          champions: ['ann@acme.example', 'Bob'],
          reviewed: '2026-04-01',
          service: { title: 'Cart', lifecycle: 'production', bugBounty: { inScope: true } },
        },
        problems: [],
      });
    },
  );

  it('of version 1 is left alone', () => {
    expect(named('security-insights.yml', 'header: { schema-version: 1.0.0 }')).toMatchObject({
      form: null,
      problems: [{ level: 'note', code: 'foreign-file' }],
    });
  });
});

describe('.about.yml of 18F', () => {
  it('says name, stage and parent; its addresses may be those of a team', () => {
    const content = `name: cart
full_name: The cart
owner_type: project
stage: live
type: app
parent: shop
team: [{ github: ann, role: lead }]
contact: [{ url: "mailto:shop@acme.example", text: Shop }, { url: "https://acme.example" }]
`;
    expect(named('.about.yml', content)).toMatchObject({
      form: '18F',
      claims: [['', 'shop@acme.example']],
      first: {
        claims: [{ perhaps: true, place: { line: 8 } }],
        service: {
          name: 'cart',
          title: 'The cart',
          type: 'service',
          lifecycle: 'production',
          system: 'shop',
        },
      },
      problems: [],
    });
  });
});
