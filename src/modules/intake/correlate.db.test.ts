import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestHouse, type TestHouse } from '../../../test/harness/house.ts';
import { grype, npmAudit, trivy } from '../../../test/harness/reports.ts';
import { toPublicId } from '../../kernel/ids.ts';
import { findingPage } from '../insight/finding.ts';

let home: TestHouse;
beforeAll(async () => {
  home = await openTestHouse();
});
afterAll(() => home.close());

const ghsa = 'GHSA-2222-3333-4444';
const weakness = { cve: 'CVE-2024-1111', ghsa, name: 'acme-router', version: '1.3.0', fixed: ['1.4.9'] };
const byNpm = npmAudit([{ name: 'acme-router', ghsa, range: '<1.4.9' }]);

const findings = (repository: string) =>
  home.rows<{ id: string; lead_id: string | null; fix_id: string; state: string; tool: string }>(
    `select f.id, f.lead_id, f.fix_id, f.state, s.tool from finding f join stream s on s.id = f.stream_id
     join target t on t.id = f.target_id where t.key = $1 order by f.id`,
    [repository],
  );
const tickets = (repository: string) =>
  home.rows<{ title: string; state: string }>(
    `select k.title, k.state from ticket k join fix x on x.id = k.fix_id join target t on t.id = x.target_id
     where t.key = $1`,
    [repository],
  );

it('three tools that tell the same weakness of one package make one fix and one ticket', async () => {
  const repository = 'acme/one';
  await home.send(trivy([weakness]), { repository });
  await home.send(byNpm, { repository });
  await home.send(grype([weakness]), { repository });
  const [first, second, third] = await findings(repository);
  expect([first, second, third].map((finding) => finding?.tool)).toEqual(['trivy', 'npm-audit', 'grype']);
  expect([first!.lead_id, second!.lead_id, third!.lead_id]).toEqual([null, first!.id, first!.id]);
  expect(new Set([first!.fix_id, second!.fix_id, third!.fix_id]).size).toBe(1);
  expect(await tickets(repository)).toEqual([
    { title: 'Upgrade acme-router to 1.4.9 in acme/one', state: 'open' },
  ]);
  const page = await findingPage(home.house.database.db, toPublicId('finding', second!.id), home.clock.now());
  expect(page.correlation.members.map(({ finding }) => finding.tool).sort()).toEqual(['grype', 'trivy']);
});

it('the ticket stays open while any tool still reports the weakness', async () => {
  const repository = 'acme/two';
  await home.send(trivy([weakness]), { repository });
  await home.send(byNpm, { repository });
  await home.send(trivy([]), { repository });
  expect((await findings(repository)).map(({ state }) => state)).toEqual(['fixed', 'open']);
  expect(await tickets(repository)).toMatchObject([{ state: 'open' }]);
  await home.send(npmAudit([]), { repository });
  expect(await tickets(repository)).toMatchObject([{ state: 'closed' }]);
});

it('a finding that comes back is correlated again, and never with itself', async () => {
  const repository = 'acme/three';
  await home.send(trivy([weakness]), { repository });
  await home.send(grype([weakness]), { repository });
  await home.send(grype([]), { repository });
  await home.send(grype([weakness]), { repository });
  await home.send(trivy([{ ...weakness, fixed: ['1.4.10'] }]), { repository });
  const [lead, follower] = await findings(repository);
  expect([lead!.lead_id, follower!.lead_id]).toEqual([null, lead!.id]);
});

it('another weakness of the package, or another package, is not correlated', async () => {
  const repository = 'acme/four';
  await home.send(trivy([weakness]), { repository });
  await home.send(grype([{ ...weakness, cve: 'CVE-2024-2222', ghsa: 'GHSA-9999-3333-4444' }]), {
    repository,
  });
  await home.send(grype([{ ...weakness, name: 'acme-routers' }]), { repository, category: 'other' });
  expect((await findings(repository)).map(({ lead_id }) => lead_id)).toEqual([null, null, null]);
});
