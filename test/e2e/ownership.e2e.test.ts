import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complaintsOf, openBrowser, openPage } from './browser.ts';
import { openDemoHouse, TODAY } from './demo-house.ts';

let house: Awaited<ReturnType<typeof openDemoHouse>>;
let browser: Browser;
let page: Page;
let complaints: string[];

const told = (text: string | RegExp) => page.getByText(text).first().waitFor();
const unowned = () =>
  house.ask<{ findings: number; repository: string }>(
    `select count(*)::int as findings, min(r.key) as repository
     from finding f join repository r on r.id = f.repository_id
     where f.unowned and f.state in ('open', 'reopened') and r.key = 'acme/label-printer'`,
  );
const ticketsIn = (queue: string) =>
  house.ask<{ open: number }>(
    `select count(*)::int as open from ticket where queue = $1 and state <> 'closed'`,
    [queue],
  );

beforeAll(async () => {
  [house, browser] = await Promise.all([openDemoHouse(), openBrowser()]);
  page = await openPage(browser, house.url, { width: 1440, now: TODAY });
  page.setDefaultTimeout(15_000);
  complaints = complaintsOf(page);
  await page.goto(house.link);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  // Whoever came in first belongs to no team: one is joined as an admin may.
  const me = (await (await page.request.get('/api/v1/me')).json()) as { id: string };
  const joined = await page.request.put(`/api/v1/teams/routing/members/${me.id}`, {
    data: { role: 'developer' },
    headers: { origin: house.url },
  });
  expect(joined.status()).toBeLessThan(300);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await house?.close();
});

it('says whose a path is and why; a team takes what nobody owns with one click, and gives it back with another', async () => {
  await page.goto('/ownership');
  await told(/\d+ of \d+ repositories and \d+ of \d+ services have an owner; 22 open findings have none/);
  await page.getByLabel('Repository or resource').fill('acme/shop-web');
  await page.getByLabel('Path', { exact: true }).fill('src/cart.ts');
  await page.getByRole('button', { name: 'Ask' }).click();
  await told('storefront, because about.yaml:2 owner "storefront"');
  // The question stands in the address: it can be sent to somebody.
  expect(new URL(page.url()).searchParams.get('where')).toBe('acme/shop-web');

  await page.getByLabel('Repository or resource').fill('acme/nowhere');
  await page.getByRole('button', { name: 'Ask' }).click();
  await told(/no repository called acme\/nowhere/);

  const before = await unowned();
  expect(before.findings).toBeGreaterThan(0);
  const triage = await ticketsIn('SEC');
  await page.goto('/unowned');
  const row = page.getByRole('row').filter({ hasText: 'acme/label-printer' });
  await row.getByRole('button', { name: 'This is ours' }).click();
  await told(/It belongs to .* for now/);
  await expect.poll(async () => (await unowned()).findings, { timeout: 20_000 }).toBe(0);
  await row.waitFor({ state: 'detached' });
  await expect.poll(async () => (await ticketsIn('SEC')).open, { timeout: 20_000 }).toBeLessThan(triage.open);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await unowned()).findings, { timeout: 20_000 }).toBe(before.findings);
});

it('“not ours” and a file that lowers its own risk wait on the ownership page for a decision; a team shows what it owns', async () => {
  const { id } = await house.ask<{ id: string }>(
    `select f.id from finding f join team t on t.id = f.owner_team_id
     where t.key = 'routing' and f.state = 'open' and f.path is not null order by f.id limit 1`,
  );
  await page.goto(`/findings/fnd_${id.replaceAll('-', '')}`);
  await page.getByRole('button', { name: 'Not ours' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Who should be asked?').fill('Store');
  await page.getByRole('option', { name: 'Storefront' }).click();
  await dialog.getByLabel('Why is it not yours?').fill('The shop moved it here by mistake.');
  await dialog.getByRole('button', { name: 'Ask' }).click();
  await told('Whose is it? Disputed');

  await page.goto('/ownership');
  const dispute = page.getByRole('article', { name: /^Dispute: / });
  await dispute.getByText('The shop moved it here by mistake.').waitFor();
  await dispute.getByRole('button', { name: 'Move it' }).click();
  await told('Nobody disagrees.');
  await expect
    .poll(
      async () =>
        (
          await house.ask<{ key: string }>(
            'select t.key from finding f join team t on t.id = f.owner_team_id where f.id = $1',
            [id],
          )
        ).key,
      { timeout: 20_000 },
    )
    .toBe('storefront');

  const { files } = await house.ask<{ files: { path: string; content: string }[] }>(
    `select json_agg(json_build_object('path', path, 'content', content)) as files from ownership_file f
     join repository r on r.id = f.repository_id where r.key = 'acme/shop-web'`,
  );
  const lowered = files.map(({ path, content }) => ({
    path,
    content: content.replace('exposure: internet', 'exposure: internal'),
  }));
  expect(lowered).not.toEqual(files);
  const sent = await page.request.post('/api/v1/repositories/acme%2Fshop-web/ownership-files', {
    data: { files: lowered },
    headers: { origin: house.url },
  });
  expect(sent.status()).toBe(200);
  const exposure = async () => {
    const answer = await page.request.get('/api/v1/ownership/resolve?repository=acme/shop-web');
    return ((await answer.json()) as { exposure: { exposure: string } }).exposure.exposure;
  };
  expect(await exposure()).toBe('internet');

  await page.goto('/ownership');
  const wish = page.getByRole('article', { name: /exposure: internal instead of internet/ });
  await wish.getByRole('button', { name: 'Approve' }).click();
  await wish.waitFor({ state: 'detached' });
  expect(await exposure()).toBe('internal');

  await page.goto('/teams/storefront');
  const owned = page.getByRole('table', { name: 'What Storefront owns' });
  await owned.getByText('acme/shop-web').first().waitFor();
  await owned
    .getByText(/about\.yaml, reviewed \d{4}-\d\d-\d\d/)
    .first()
    .waitFor();
  // A repository that is not there is answered as such, which browsers write to the console.
  expect(complaints.filter((line) => !line.includes('404'))).toEqual([]);
}, 60_000);
