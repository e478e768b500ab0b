import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeRedmine, fakeRedmine } from '../fakes/fake-redmine.ts';
import { redminePeople } from '../redmine/redmine.ts';
import { complaintsOf, openBrowser, openPage } from './browser.ts';
import { openDemoHouse } from './demo-house.ts';

let house: Awaited<ReturnType<typeof openDemoHouse>>;
let browser: Browser;
let redmine: FakeRedmine;
const complaints: string[][] = [];

/** Of security; a developer of Courier apps. */
const PEOPLE = { nadia: 'nadia.rahimi@example.com', marek: 'marek.novak@example.com' };
const pages = {} as Record<keyof typeof PEOPLE, Page>;

beforeAll(async () => {
  [house, browser, redmine] = await Promise.all([openDemoHouse(), openBrowser(), fakeRedmine()]);
  await redminePeople(redmine).control('project', { identifier: 'acme-shop' });
  for (const [name, email] of Object.entries(PEOPLE)) {
    const page = await openPage(browser, house.url, { width: 1440 });
    page.setDefaultTimeout(15_000);
    complaints.push(complaintsOf(page));
    await page.goto(await house.linkFor(email));
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    pages[name as keyof typeof PEOPLE] = page;
  }
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await house?.close();
  await redmine?.close();
});

const told = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();
const publicId = (prefix: string, uuid: string) => `${prefix}_${uuid.replaceAll('-', '')}`;

/** What is open in the queue that Redmine takes, with what is asked of its team; what went out; what is stuck. */
const counts = () =>
  house.ask<{ open: number; filed: number; done: number; parked: number }>(
    `select (select count(*)::int from ticket where queue = 'SHOP' and state <> 'closed')
         + (select count(*)::int from ask where queue = 'SHOP' and state in ('open', 'in-progress')) as open,
       (select count(*)::int from filing where state = 'filed' and told_rev = wanted_rev) as filed,
       count(*) filter (where state = 'done')::int as done,
       count(*) filter (where state = 'parked')::int as parked from outbox`,
  );

it('a tracker is connected and tested on the page; its queue is filed once, a refusal waits with its reason and is tried again, an edit there comes here', async () => {
  const { nadia } = pages;
  const people = redminePeople(redmine);
  const { open } = await counts();
  expect(open).toBeGreaterThan(10);

  await nadia.goto('/connections');
  await nadia.getByRole('link', { name: 'Connect a system' }).first().click();
  await nadia.getByRole('combobox', { name: 'System' }).click();
  await nadia.getByRole('option', { name: /^Redmine/ }).click();
  await nadia.getByLabel('Settings').fill(`url: ${redmine.url}\nqueues: { SHOP: acme-shop }\n`);
  await nadia.getByLabel('apiKey').fill(redmine.keys.bot);
  await nadia.getByRole('button', { name: 'Connect', exact: true }).click();
  await nadia.getByRole('button', { name: 'Test the connection' }).click();
  await told(nadia, 'It works.');
  await told(nadia, 'tickets can be filed in acme-shop');

  await expect.poll(counts, { timeout: 30_000 }).toMatchObject({ open, filed: open, parked: 0 });
  expect(redmine.state.issues.size).toBe(open);
  const { done } = await counts();
  await nadia.goto('/deliveries');
  await told(nadia, `${done} went out in 24 hours; nothing waits.`);

  // A field that is made required over night.
  await people.control('required', { is: true });
  await nadia.goto('/report');
  await nadia.getByRole('textbox', { name: 'In one line' }).fill('A coupon can be used twice');
  await nadia.getByRole('textbox', { name: 'Repository' }).fill('acme/shop-web');
  await nadia.getByRole('textbox', { name: 'Evidence' }).fill('Two orders, one coupon.');
  await nadia.getByRole('button', { name: 'Report it' }).click();
  await expect.poll(counts, { timeout: 20_000 }).toMatchObject({ open: open + 1, parked: 1 });
  await nadia.goto('/deliveries?state=parked');
  await told(nadia, `${done} went out in 24 hours; 1 is stuck.`);
  const stuck = nadia.getByRole('row', { name: /A coupon can be used twice/ });
  await stuck.getByText(/Lanekeeper cannot be blank/).waitFor();
  await people.control('required', { is: false });
  await stuck.getByRole('button', { name: /^Try .* again$/ }).click();
  await told(nadia, 'Nothing is stuck.');
  await expect.poll(counts, { timeout: 20_000 }).toMatchObject({ filed: open + 1, parked: 0 });
  expect(redmine.state.issues.size).toBe(open + 1);

  const ticket = await house.ask<{ key: string; remote: string }>(
    `select k.queue || '-' || k.number as key, f.remote_id as remote from ticket k join filing f on f.ticket_id = k.id
     where k.title like 'A coupon can be used twice%'`,
  );
  await nadia.goto(`/tickets/${ticket.key}`);
  await told(nadia, 'Both sides say the same.');
  const link = nadia.getByRole('link', { name: `#${ticket.remote}`, exact: true });
  expect(await link.getAttribute('href')).toBe(`${redmine.url}/issues/${ticket.remote}`);

  await people.edit(ticket.remote, { subject: 'Coupons: count each once', status_id: 2 });
  await house.work('hear-trackers');
  await expect
    .poll(
      () => house.ask('select state, title from ticket where queue || $1 || number = $2', ['-', ticket.key]),
      {
        timeout: 20_000,
      },
    )
    .toEqual({ state: 'in-progress', title: 'Coupons: count each once' });
  await nadia.reload();
  await nadia.getByRole('heading', { level: 1, name: /Coupons: count each once/ }).waitFor();
  // As Redmine writes it; ours has a small p.
  await nadia.getByText('In Progress', { exact: true }).waitFor();
  expect(await nadia.getByRole('radio', { name: 'In progress' }).isChecked()).toBe(true);
}, 90_000);

it('a developer asks security from a finding’s page, and both see it among the asks, as many as there are', async () => {
  const { marek, nadia } = pages;
  const asks = () =>
    house.ask<{ ours: number; all: number }>(
      `select count(*)::int as all, (count(*) filter (where t.key = 'courier-apps'))::int as ours
       from ask a join team t on t.id = a.from_team_id where a.state in ('open', 'in-progress')`,
    );
  const before = await asks();
  const { id } = await house.ask<{ id: string }>(
    `select f.id from finding f join repository r on r.id = f.repository_id
     where r.key = 'acme/courier-app' and f.state = 'open' and f.lead_id is null order by f.id limit 1`,
  );
  await marek.goto(`/findings/${publicId('fnd', id)}`);
  await marek.getByRole('link', { name: 'Ask security' }).click();
  await marek.getByLabel('What do you want?').fill('Please review how we mean to fix this one');
  await told(marek, /^Courier apps asks .* for a review\.$/);
  await marek.getByRole('button', { name: 'Ask', exact: true }).click();
  await marek.getByRole('heading', { level: 1, name: 'Please review how we mean to fix this one' }).waitFor();
  expect(await asks()).toEqual({ ours: before.ours + 1, all: before.all + 1 });

  const rows = (page: Page, table: string | RegExp) =>
    page.getByRole('table', { name: table }).locator('[data-row-link]');
  await marek.goto('/asks');
  await told(marek, 'Please review how we mean to fix this one');
  expect(await rows(marek, 'Asked by Courier apps').count()).toBe(before.ours + 1);
  await nadia.goto('/asks?team=*');
  await told(nadia, 'Please review how we mean to fix this one');
  await expect.poll(() => rows(nadia, /ask/).count()).toBe(before.all + 1);
  expect(complaints.flat()).toEqual([]);
}, 60_000);
