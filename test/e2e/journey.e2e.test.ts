import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complaintsOf, openBrowser, openPage, type View } from './browser.ts';
import { openDemoHouse, TODAY } from './demo-house.ts';
import { sarif } from './small-sarif.ts';

/** A team of the example with work in every state. */
const TEAM = 'Storefront';

let house: Awaited<ReturnType<typeof openDemoHouse>>;
let browser: Browser;
let signedIn: View['storageState'];
const complaints: string[][] = [];

beforeAll(async () => {
  [house, browser] = await Promise.all([openDemoHouse(), openBrowser()]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** A page of the person who came in first; a stranger's before that. */
async function open(path: string, view: Partial<View> = {}): Promise<Page> {
  const page = await openPage(browser, house.url, {
    width: 1440,
    storageState: signedIn,
    now: TODAY,
    ...view,
  });
  page.setDefaultTimeout(10_000);
  complaints.push(complaintsOf(page));
  await page.goto(path);
  return page;
}

/** The number under a name among the few that stand on top of a page. */
async function stat(page: Page, name: string): Promise<number> {
  const text = await page
    .locator('main')
    .getByText(name, { exact: true })
    .first()
    .locator('..')
    .textContent();
  return Number(text?.match(/[\d,]+/)?.[0].replace(',', ''));
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const told = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

/** Open tickets of everybody or of one team, counted by hand. */
const ticketsOf = (team: string | null) =>
  house.ask<{ open: number; overdue: number; week: number }>(
    `select count(*)::int as open, (count(*) filter (where due_at < $1))::int as overdue,
       (count(*) filter (where due_at >= $1 and due_at < $1::timestamptz + interval '7 days'))::int as week
     from ticket where state <> 'closed' and ($2::text is null or team_id = (select id from team where name = $2))`,
    [TODAY, team],
  );

it('the printed link leads in once, and the company, a team, its ticket and its finding agree with each other and the database', async () => {
  const page = await open(house.link);
  await page.getByRole('link', { name: 'Company', exact: true }).click();
  await told(page, 'Next to fix');
  const tickets = await ticketsOf(null);
  const findings = await house.ask<{ open: number; unowned: number }>(
    `select count(*)::int as open, (count(*) filter (where unowned))::int as unowned
     from finding where state in ('open', 'reopened')`,
  );
  expect(tickets.open).toBeGreaterThan(100);
  expect(await stat(page, 'Open tickets')).toBe(tickets.open);
  expect(await stat(page, 'Due this week')).toBe(tickets.week);
  expect(await stat(page, 'Overdue')).toBe(tickets.overdue);
  expect(await stat(page, 'Findings without an owner')).toBe(findings.unowned);
  expect(await heading(page).textContent()).toBe(
    `${tickets.week} things due this week, ${tickets.overdue} overdue.`,
  );
  await told(page, `${findings.open} open findings in`);
  // The secret of the link has left the address bar.
  expect(new URL(page.url()).hash).toBe('');
  signedIn = await page.context().storageState();

  await page.getByRole('link', { name: 'Without an owner', exact: true }).click();
  await told(page, new RegExp(`^${findings.unowned} findings in \\d+ places have no owner yet`));

  await page.goto('/company');
  await page.getByRole('table', { name: /Teams/ }).getByRole('link', { name: TEAM, exact: true }).click();
  await told(page, 'Queue SHOP');
  const ofTeam = await ticketsOf(TEAM);
  expect(await stat(page, 'Open tickets')).toBe(ofTeam.open);
  expect(await stat(page, 'Overdue')).toBe(ofTeam.overdue);
  const rows = page.getByRole('table', { name: 'Queue SHOP' }).locator('[data-row-link]');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(ofTeam.open);

  const largest = await house.ask<{ key: string; title: string; component: string; findings: number }>(
    `select k.queue || '-' || k.number as key, k.title, split_part(x.component, '/', 2) as component,
       (select count(*)::int from finding f where f.fix_id = x.id and f.state in ('open', 'reopened') and f.lead_id is null) as findings
     from ticket k join fix x on x.id = k.fix_id join team t on t.id = k.team_id
     where t.name = $1 and k.state <> 'closed' and x.kind = 'upgrade' order by 4 desc, 1 limit 1`,
    [TEAM],
  );
  expect(largest.findings).toBeGreaterThan(1);
  await page.getByRole('link', { name: largest.title, exact: true }).click();
  await told(page, 'The ask');
  expect(await heading(page).textContent()).toMatch(
    new RegExp(`^Upgrade ${largest.component} to [\\d.]+ in \\S+: ${largest.findings} findings`),
  );

  const first = page.getByRole('table', { name: 'Findings' }).locator('[data-row-link]').first();
  const title = await first.textContent();
  await first.click();
  await told(page, 'How urgent, and why');
  expect(await heading(page).textContent()).toBe(title);
  await told(page, new RegExp(`${largest.component} [\\d.]+ in \\S+: P\\d, due in .* ${TEAM} owns it\\.`));
  expect(await page.getByRole('link', { name: largest.key, exact: true }).count()).toBe(1);
  expect(await page.getByRole('link', { name: `${largest.findings} open findings` }).count()).toBe(1);
  await page.context().close();

  const late = await openPage(browser, house.url, { width: 1440, now: TODAY });
  const [answer] = await Promise.all([
    late.waitForResponse((one) => one.request().method() === 'POST' && one.url().endsWith('/sign-in')),
    late.goto(house.link),
  ]);
  expect(answer.status()).toBeGreaterThanOrEqual(400);
  await told(late, 'Sign in to Lanekeeper');
  await late.context().close();
});

it('what a person reports becomes a ticket of its owner, and a report that is sent tells what is new, fixed and as before', async () => {
  const page = await open('/company');
  await told(page, 'Next to fix');
  const before = await stat(page, 'Open tickets');
  await page.getByRole('link', { name: 'Report a finding' }).click();
  await page.getByRole('textbox', { name: 'In one line' }).fill('A coupon can be used twice');
  await page.getByRole('textbox', { name: 'Repository' }).fill('acme/shop-web');
  await page.getByRole('textbox', { name: 'Evidence' }).fill('Two orders, one coupon.');
  await page.getByRole('button', { name: 'Report it' }).click();
  await page.getByRole('link', { name: 'See the finding' }).click();
  await told(page, /acme\/shop-web: P\d, due in .* Storefront owns it\./);
  await told(page, 'Two orders, one coupon.');

  const { key } = await house.ask<{ key: string }>(
    `select queue || '-' || number as key from ticket where title like 'A coupon can be used twice%'`,
  );
  await page.getByRole('link', { name: key, exact: true }).click();
  await told(page, 'The ask');
  expect(await heading(page).textContent()).toContain('A coupon can be used twice');
  await page.getByRole('link', { name: 'Company', exact: true }).click();
  await told(page, 'Next to fix');
  // The overview shows what it knew until it has asked again.
  await expect.poll(() => stat(page, 'Open tickets'), { timeout: 20_000 }).toBe(before + 1);

  await page.goto('/scans');
  const send = async (files: string[], sentence: string) => {
    house.later(10);
    await page.getByRole('button', { name: 'Send a report' }).click();
    const buffer = Buffer.from(JSON.stringify(sarif(files)));
    await page
      .getByLabel('Report file')
      .setInputFiles({ name: 'review.sarif', mimeType: 'application/json', buffer });
    await page.getByRole('textbox', { name: 'Repository' }).fill('acme/shop-web');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await told(page, sentence);
    await page.getByRole('link', { name: 'Scans', exact: true }).first().click();
  };
  await send(['cart', 'coupons', 'gifts'], 'told 3 results: 3 findings are new.');
  await send(
    ['cart', 'coupons', 'refunds'],
    'told 3 results: 1 finding is new, 1 is fixed and 2 are as before.',
  );
  await told(page, '1 new, 1 fixed, 2 as before');
  await page.context().close();
});

it('a weakness that several tools tell is parted by a person, joined again by undo, and removed by one fix', async () => {
  const led = await house.ask<{ id: string; tool: string; others: string[]; fix: string; open: number }>(
    `select f.id, s.tool, f.fix_id as fix,
       (select array_agg(o.tool order by o.tool) from finding m join stream o on o.id = m.stream_id where m.lead_id = f.id) as others,
       (select count(*)::int from finding m where m.fix_id = f.fix_id and m.state in ('open', 'reopened') and m.lead_id is null) as open
     from finding f join stream s on s.id = f.stream_id
     where f.state = 'open' and (select count(*) from finding m where m.lead_id = f.id and m.state = 'open') = 2
     order by f.id limit 1`,
  );
  const leads = () =>
    house.ask<{ followers: number }>('select count(*)::int as followers from finding where lead_id = $1', [
      led.id,
    ]);
  const page = await open(`/findings/${publicId('fnd', led.id)}`);
  const group = page.getByRole('list', { name: 'The same weakness' });
  await told(page, 'one ticket covers all of it');
  expect(await group.getByRole('listitem').count()).toBe(3);

  await page.getByRole('button', { name: new RegExp(`^Not the same: .* \\(${led.others[0]}\\)$`) }).click();
  await told(page, /said: not the same/);
  expect(await group.getByRole('listitem').count()).toBe(2);
  expect((await leads()).followers).toBe(1);
  await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/said: not the same/).waitFor({ state: 'detached' });
  expect(await group.getByRole('listitem').count()).toBe(3);
  expect((await leads()).followers).toBe(2);

  await page
    .getByRole('complementary')
    .getByRole('link', { name: /^(Upgrade|Fix|Rebuild) / })
    .click();
  await told(page, 'What it may break');
  await told(page, new RegExp(`It removes ${led.open} findings?:`));
  expect(new URL(page.url()).pathname).toBe(`/fixes/${publicId('fix', led.fix)}`);
  const rows = page.getByRole('table', { name: 'Findings it removes' }).locator('[data-row-link]');
  await rows.first().waitFor();
  const { once } = await house.ask<{ once: number }>(
    `select count(*)::int as once from finding where fix_id = $1 and state in ('open', 'reopened') and lead_id is null`,
    [led.fix],
  );
  expect(await rows.count()).toBe(once);
  await page.context().close();
  expect(complaints.flat()).toEqual([]);
});

const publicId = (prefix: string, uuid: string) => `${prefix}_${uuid.replaceAll('-', '')}`;
