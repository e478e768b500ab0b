import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { importOrganisation } from '../organisation/public.ts';
import { explainResource, watchOwnership } from '../ownership/public.ts';
import { storeFilesOf } from '../ownership/service.ts';

const TEAMS = `
businessUnits: [{ key: shops, name: Shops, fallbackQueue: SHOPS }]
teams:
  - { key: payments-core, queue: PAY }
  - { key: platform, queue: PLT }
  - { key: shops-ops, unit: shops, queue: SHOPS }
  - { key: cloud-sec, kind: security, queue: CSEC, takes: [cloud] }
repositories:
  - { key: acme/pay, url: https://git.example/acme/pay }
`;
const RULES = `
resources:
  - { kind: cloud-account, provider: aws, pattern: "111122223333", owner: platform }
  - { kind: network, pattern: 10.0.0.0/8, owner: platform }
  - { kind: image, pattern: "registry.example/base/*", repository: acme/pay }
  - { kind: namespace, pattern: pay, owner: payments-core }
`;

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
  await importIt(TEAMS + RULES);
  await keep(
    'about.yaml',
    'owner: payments-core\nsecurity: { bugBounty: { inScope: true, assets: [api.shop.example] } }\n',
  );
});
afterAll(() => home.close());

const importIt = (text: string) =>
  home.house.database.db.transaction().execute((tx) => importOrganisation(tx, home.house.ids, text));
const keep = (path: string, about: string, repository = 'acme/pay') =>
  home.house.database.db
    .transaction()
    .execute((tx) =>
      storeFilesOf(tx, { ids: home.house.ids, now: home.clock.now() }, repository, [
        { path, content: `apiVersion: lanekeeper.dev/v1\n${about}` },
      ]),
    );

interface Row {
  title: string;
  team: string;
  unowned: boolean;
  because: string[];
  source: string;
}
const findingsOf = (key: string) =>
  home.rows<Row>(
    `select f.title, t.key as team, f.unowned, r.because, r.source from finding f
     join target g on g.id = f.target_id join team t on t.id = f.owner_team_id
     join reason r on r.id = f.owner_reason_id where g.key = $1 order by f.title`,
    [key],
  );
const explain = (resource: string) => explainResource(home.house.database.db, resource, home.clock.now());

const imageReport = (labels: Record<string, string> | null, id = 'CVE-2099-0001') => ({
  SchemaVersion: 2,
  ArtifactName: 'x',
  ArtifactType: 'container_image',
  Metadata: { ImageConfig: { config: labels ? { Labels: labels } : {} } },
  Results: [
    {
      Target: 'x (debian 12)',
      Class: 'os-pkgs',
      Type: 'debian',
      Vulnerabilities: [
        { VulnerabilityID: id, PkgName: 'acme-ssl', InstalledVersion: '1.0', Severity: 'HIGH' },
      ],
    },
  ],
});
const bucket = (id: string, account: string, tags?: Record<string, string>) => ({
  SchemaVersion: '2018-10-08',
  Id: `arn:aws:securityhub:eu-north-1:${account}:finding/${id}`,
  ProductArn: 'arn:aws:securityhub:eu-north-1::product/aws/securityhub',
  GeneratorId: `control/${id}`,
  AwsAccountId: account,
  Types: ['Checks'],
  CreatedAt: '2026-01-05T10:00:00Z',
  Severity: { Label: 'HIGH' },
  Title: id,
  Description: 'Open.',
  Resources: [
    { Type: 'AwsS3Bucket', Id: `arn:aws:s3:::${id}`, Region: 'eu-north-1', ...(tags && { Tags: tags }) },
  ],
  RecordState: 'ACTIVE',
});

describe('a scan of what is no repository lands with the team that owns it', () => {
  it('of an image: by the label that leads to its repository and the about.yaml there', async () => {
    const key = 'registry.example/pay/api:1.0';
    const source = 'https://git.example/acme/pay.git';
    await home.send(imageReport({ 'org.opencontainers.image.source': source }), { target: `image:${key}` });
    expect(await findingsOf(key)).toMatchObject([
      {
        team: 'payments-core',
        unowned: false,
        source: 'label',
        because: [
          `payments-core, because label org.opencontainers.image.source=${source}: acme/pay, about.yaml:2 owner "payments-core"`,
        ],
      },
    ]);
    expect(await explain(`image:${key}`)).toMatchObject({ owner: 'payments-core', repository: 'acme/pay' });
  });

  it('of an image: labels that another tool told count as well', async () => {
    const key = 'registry.example/pay/web:1.0';
    await home.send(imageReport({ team: 'platform' }), { target: `image:${key}` });
    await home.send(imageReport(null, 'CVE-2099-0002'), { target: `image:${key}`, category: 'other' });
    expect((await findingsOf(key)).map(({ team }) => team)).toEqual(['platform', 'platform']);
  });

  it('of an image: by the rule that names its repository', async () => {
    const key = 'registry.example/base/debian:12';
    await home.send(imageReport(null), { target: `image:${key}` });
    expect(await findingsOf(key)).toMatchObject([{ team: 'payments-core', source: 'resource rule' }]);
  });

  it('of an image whose repository the scan names: by that one, as before', async () => {
    const key = 'registry.example/unknown:1';
    await home.send(imageReport(null), { target: `image:${key}`, repository: 'acme/pay' });
    expect(await findingsOf(key)).toMatchObject([
      { because: ['payments-core, because about.yaml:2 owner "payments-core"'], source: 'about.yaml owner' },
    ]);
  });

  it('of a cloud account: by its rule, and by the tags of a resource before it', async () => {
    const report = {
      Findings: [
        bucket('a-plain', '111122223333'),
        bucket('b-tagged', '111122223333', { Team: 'payments-core' }),
        bucket('c-elsewhere', '999999999999'),
      ],
    };
    await home.send(report, { target: 'cloud-account:aws:111122223333' });
    const [plain, tagged, elsewhere] = await findingsOf('aws:111122223333');
    expect(plain).toMatchObject({
      team: 'platform',
      because: ['platform, because organisation.yaml:12 resources "aws 111122223333"'],
    });
    expect(tagged).toMatchObject({
      team: 'payments-core',
      because: ['payments-core, because label Team=payments-core'],
    });
    expect(elsewhere?.team).toBe('platform');
  });

  it('of a cloud account that nobody owns: by the security team that takes cloud findings, unowned', async () => {
    await home.send({ Findings: [bucket('d', '444455556666')] }, { target: 'cloud-account:444455556666' });
    const [found] = await findingsOf('444455556666');
    expect(found).toMatchObject({ team: 'cloud-sec', unowned: true, source: 'security sub-team' });
    expect(found?.because[0]).toBe('cloud-sec, because it takes cloud findings of security that nobody owns');
    const [ticket] = await home.rows<{ queue: string }>(
      `select k.queue from ticket k join fix x on x.id = k.fix_id join target g on g.id = x.target_id where g.key = $1`,
      ['444455556666'],
    );
    if (ticket) expect(ticket.queue).toBe('CSEC');
  });

  it('of a host: by its network', async () => {
    await home.send(imageReport(null), { target: 'host:10.4.5.6' });
    expect(await findingsOf('10.4.5.6')).toMatchObject([
      {
        team: 'platform',
        because: ['platform, because organisation.yaml:13 resources "network 10.0.0.0/8"'],
      },
    ]);
    await home.send(imageReport(null), { target: 'host:192.0.2.1' });
    expect(await findingsOf('192.0.2.1')).toMatchObject([{ team: 'security-triage', unowned: true }]);
  });

  it('of a URL: by the about.yaml that names its host', async () => {
    const key = 'https://api.shop.example/v1';
    await home.send(imageReport(null), { target: `url:${key}` });
    expect(await findingsOf(key)).toMatchObject([
      {
        team: 'payments-core',
        source: 'about.yaml assets',
        because: [
          'payments-core, because assets "api.shop.example" in about.yaml: acme/pay, about.yaml:2 owner "payments-core"',
        ],
      },
    ]);
  });

  it('of a cluster reported with a repository: by its namespace, else by the repository', async () => {
    const object = (namespace: string) => ({
      apiVersion: 'aquasecurity.github.io/v1alpha1',
      kind: 'ConfigAuditReport',
      metadata: {
        name: namespace,
        labels: {
          'trivy-operator.resource.kind': 'Deployment',
          'trivy-operator.resource.name': 'api',
          'trivy-operator.resource.namespace': namespace,
        },
      },
      report: {
        checks: [
          { checkID: 'K1', title: namespace, severity: 'HIGH', success: false, messages: [namespace] },
        ],
      },
    });
    const repository = 'acme/infra';
    await importIt('repositories: [{ key: acme/infra, unit: shops }]');
    await home.send({ kind: 'List', items: [object('other'), object('pay')] }, { repository });
    expect(await findingsOf(repository)).toMatchObject([
      { team: 'shops-ops', unowned: true, source: 'unit fallback' },
      {
        team: 'payments-core',
        because: ['payments-core, because organisation.yaml:15 resources "namespace pay"'],
      },
    ]);
  });
});

describe('what was found in it', () => {
  const watch = async () => {
    const { database, clock, events } = home.house;
    await watchOwnership({ db: database.db, clock, publishAll: events.publishAll });
    await home.settle(20_000);
  };
  const teamOf = async (key: string) => (await findingsOf(key)).map(({ team }) => team);

  it('moves with the repository that its label leads to, and when an about.yaml names it', async () => {
    const labels = { 'org.opencontainers.image.source': 'https://git.example/acme/moving' };
    await importIt('repositories: [{ key: acme/moving, url: https://git.example/acme/moving }]');
    await keep('about.yaml', 'owner: platform\n', 'acme/moving');
    await home.send(imageReport(labels), { target: 'image:registry.example/moving:1' });
    await home.send(imageReport(null), { target: 'host:moving.shop.example' });
    await watch();
    expect(await teamOf('registry.example/moving:1')).toEqual(['platform']);
    expect(await teamOf('moving.shop.example')).toEqual(['security-triage']);
    const assets = 'security: { bugBounty: { inScope: true, assets: [moving.shop.example] } }';
    await keep('about.yaml', `owner: payments-core\n${assets}\n`, 'acme/moving');
    await watch();
    expect(await teamOf('registry.example/moving:1')).toEqual(['payments-core']);
    expect(await teamOf('moving.shop.example')).toEqual(['payments-core']);
  });

  it('moves when a rebuilt image has other labels, though its results are the same', async () => {
    const key = 'registry.example/relabelled:1';
    await home.send(imageReport({ team: 'platform' }), { target: `image:${key}` });
    expect(await home.send(imageReport({ team: 'payments-core' }), { target: `image:${key}` })).toMatchObject(
      {
        state: 'same',
      },
    );
    expect(await teamOf(key)).toEqual(['payments-core']);
  });
});

describe('who owns a resource', () => {
  it('follows a person’s override while it is in force', async () => {
    const [team] = await home.rows<{ id: string }>(`select id from team where key = 'payments-core'`);
    const now = home.clock.now();
    await home.pool.query(
      `insert into ownership_override (id, resource, team_id, reason, made_by, made_at, expires_at)
       values ($1, 'host:10.9.9.9', $2, 'ours', 'ana', $3, $4)`,
      [home.house.ids.next(), team!.id, now, new Date(now.getTime() + 3_600_000)],
    );
    expect(await explain('host:10.9.9.9')).toMatchObject({ owner: 'payments-core', source: 'override' });
    const later = new Date(now.getTime() + 7_200_000);
    expect(await explainResource(home.house.database.db, 'host:10.9.9.9', later)).toMatchObject({
      owner: 'platform',
      source: 'resource rule',
    });
  });

  it('follows the files of a repository as they change', async () => {
    await keep(
      'about.yaml',
      'owner: platform\nsecurity: { bugBounty: { inScope: true, assets: [new.shop.example] } }\n',
    );
    expect(await explain('host:new.shop.example')).toMatchObject({
      owner: 'platform',
      source: 'about.yaml assets',
    });
    expect((await explain('host:api.shop.example')).unowned).toBe(true);
    // A file that became invalid keeps what it named.
    await keep('about.yaml', 'owner: [platform\n');
    expect((await explain('host:new.shop.example')).owner).toBe('platform');
    await keep('about.yaml', 'owner: payments-core\n');
    expect((await explain('host:new.shop.example')).unowned).toBe(true);
  });

  it('is asked for with a kind that is one', async () => {
    await expect(explain('planet:mars')).rejects.toMatchObject({ code: 'LK-VALIDATION' });
  });
});

describe('the list of rules', () => {
  it('imported twice writes nothing; a shorter one leaves no rest; absent it stays', async () => {
    const versions = () => home.rows('select id, xmin::text, position from resource_rule order by position');
    const before = await versions();
    expect((await importIt(TEAMS + RULES)).resources).toEqual({ added: 0, changed: 0, same: 4 });
    await importIt(TEAMS);
    expect(await versions()).toEqual(before);
    const fewer = RULES.trimEnd().split('\n').slice(0, -1).join('\n');
    expect((await importIt(TEAMS + fewer)).resources).toEqual({ added: 0, changed: 0, same: 3 });
    expect(await versions()).toEqual(before.slice(0, 3));
    await expect(importIt('resources: [{ kind: host, pattern: a, owner: nobody }]')).rejects.toMatchObject({
      code: 'LK-VALIDATION',
      message: expect.stringContaining('organisation.yaml:1:46'),
    });
  });
});
