import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complaintsOf, openBrowser, openPage } from './browser.ts';
import { openDemoHouse, TODAY } from './demo-house.ts';

let house: Awaited<ReturnType<typeof openDemoHouse>>;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [house, browser] = await Promise.all([openDemoHouse(), openBrowser()]);
  page = await openPage(browser, house.url, { width: 1440, now: TODAY });
  page.setDefaultTimeout(15_000);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

const told = (text: string | RegExp) => page.getByText(text).first().waitFor();
const OPEN = `state in ('open', 'reopened')`;

/** Numbers by name, from one row of a query. */
const numbers = (text: string, values: unknown[] = []) => house.ask<Record<string, number>>(text, values);

/** What stands on the wall under a name. */
const onTheWall = async (name: string) =>
  Number(await page.locator('dl > div').filter({ hasText: name }).first().locator('dd').textContent());

it('security’s home, the insights, the explorer, a team’s meeting and the wall tell what is counted by hand, and the wall hears of what comes in', async () => {
  const complaints = complaintsOf(page);
  await page.goto(house.link);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  const cares = await numbers(
    `select (select count(*)::int from fix where unowned and state = 'open') as unowned,
       (select count(*)::int from exception where state = 'asked') as exceptions`,
  );
  await told(`${cares['unowned']} fixes without an owner, ${cares['exceptions']} exception to decide`);

  const open = await numbers(
    `select count(*)::int as all, (count(*) filter (where priority = 1))::int as p1,
       (count(*) filter (where kind = 'secret'))::int as secrets
     from finding where ${OPEN}`,
  );
  await page.getByRole('link', { name: 'Insights', exact: true }).click();
  const sentence = page.getByText(/^\d+ findings are open, .* come from first looks of tools\.$/);
  const [now, firstLooks] = (await sentence.textContent())!.match(/^\d+|\d+(?= more come)/g)!.map(Number);
  expect(now! + firstLooks!).toBe(open['all']);

  const phases = await numbers(
    `select count(*)::int as built from finding f
     where f.phase = 'build' and f.lead_id is null and f.opened_at >= '2026-10-01' and f.opened_at <= $1
       and f.opened_scan_id <> (select s.id from scan s where s.stream_id = f.stream_id and s.state = 'done'
         order by s.scanned_at limit 1)`,
    [TODAY],
  );
  expect(phases['built']).toBeGreaterThan(100);
  await page.getByRole('link', { name: 'Found by phase', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Do we find earlier?' }).waitFor();
  await page.getByRole('button', { name: 'Table' }).first().click();
  const build = page.getByRole('row', { name: /^Build / }).first();
  await build.waitFor();
  expect((await build.getByRole('cell').allTextContents()).map(Number)).toContain(phases['built']);

  await page.goto('/findings');
  await told(`${open['all']} open findings.`);
  // Read on to the end: a long table has only what is near in the document.
  const table = page.getByRole('table', { name: 'Findings' });
  const listed = async () => Number(await table.getAttribute('aria-rowcount')) - 1;
  const drawn = () => table.locator('[data-row-link]').count();
  await expect
    .poll(
      async () => {
        await page.mouse.wheel(0, 4000);
        return listed();
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(200);
  expect(await drawn()).toBeLessThan(120);
  await expect.poll(() => table.locator('[data-row-link]').last().isVisible()).toBe(true);

  await page.goto('/findings?priority=P1');
  await told(new RegExp(`^${open['p1']} .*P1`));
  await page.goto('/findings?kind=secret');
  await told(new RegExp(`^${open['secrets']} open`));
  const rows = page.getByRole('table').locator('[data-row-link]');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(open['secrets']);

  const team = await numbers(
    `select (select count(*)::int from ask where queue = 'SHOP' and state in ('open', 'in-progress')) as asks,
       (select count(*)::int from ticket where queue = 'SHOP' and state <> 'closed') as tickets`,
  );
  await page.goto('/teams/storefront/meeting');
  await page.getByRole('heading', { level: 1, name: /^Since .*: \d+ closed, \d+ new/ }).waitFor();
  await page.getByText(`${team['asks']} open`, { exact: true }).first().waitFor();

  const tickets = await numbers(
    `select count(*)::int as open, (count(*) filter (where due_at < $1))::int as overdue from ticket where state <> 'closed'`,
    [TODAY],
  );
  await page.goto('/wall');
  await told(/live/);
  expect([await onTheWall('Open'), await onTheWall('Overdue')]).toEqual([
    tickets['open'],
    tickets['overdue'],
  ]);
  const reported = await page.request.post('/api/v1/findings', {
    data: {
      title: 'A coupon can be used twice',
      target: { kind: 'repository', key: 'acme/shop-web' },
      severity: 'high',
      phase: 'bug-bounty',
      description: 'Two orders, one coupon.',
    },
    headers: { origin: house.url },
  });
  expect(reported.ok(), await reported.text()).toBe(true);
  await expect.poll(() => onTheWall('Open'), { timeout: 30_000 }).toBe(tickets['open']! + 1);
  expect(complaints).toEqual([]);
}, 120_000);
