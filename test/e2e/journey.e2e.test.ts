import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { complaintsOf, openBrowser, openPage, type View } from './browser.ts';
import { openDemoHouse, TODAY } from './demo-house.ts';
import { expectReadable } from './readable.ts';
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

it('the printed link leads in, and the overview tells the numbers that the database holds', async () => {
  const page = await open(house.link);
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
  await page.context().close();
});

it('a team, its ticket and its finding agree with each other and with the database', async () => {
  const page = await open('/');
  await page.getByRole('table', { name: /Teams/ }).getByRole('link', { name: TEAM, exact: true }).click();
  await told(page, 'Queue SHOP');
  const tickets = await ticketsOf(TEAM);
  expect(await stat(page, 'Open tickets')).toBe(tickets.open);
  expect(await stat(page, 'Overdue')).toBe(tickets.overdue);
  const rows = page.getByRole('table', { name: 'Queue SHOP' }).locator('[data-row-link]');
  await rows.first().waitFor();
  expect(await rows.count()).toBe(tickets.open);

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
});

it('what a person reports becomes a ticket of the team that owns the place', async () => {
  const page = await open('/');
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
  await page.getByRole('link', { name: 'Overview' }).click();
  await told(page, 'Next to fix');
  // The overview shows what it knew until it has asked again.
  await expect.poll(() => stat(page, 'Open tickets'), { timeout: 10_000 }).toBe(before + 1);
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
});

it('a report that is sent tells what is new, what is fixed and what stays', async () => {
  const page = await open('/scans');
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

it('every main page is light, readable by all, and quiet in light and dark, wide and narrow', async () => {
  const page = await open('/', { now: undefined });
  await told(page, 'Next to fix');
  const paintMs = await page.evaluate(firstPaint);
  const scriptBytes = await page.evaluate(() =>
    (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
      .filter(({ name }) => /\/(index|client)-[^/]*\.js$/.test(name))
      .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
  );
  // On a quiet machine 0.3 s; the bound is for one that runs other tests beside.
  expect(paintMs).toBeLessThan(3_000);
  expect(scriptBytes).toBeGreaterThan(0);
  expect(scriptBytes).toBeLessThan(250_000);

  const { ticket, finding, correlated, fix, scan } = await pathsOfOne();
  const lists = [
    '/teams/routing',
    '/tickets?team=routing',
    '/findings?kind=manual',
    '/unowned',
    '/ownership?where=acme/shop-web',
  ];
  for (const path of [
    '/',
    ...lists,
    ticket,
    finding,
    correlated,
    fix,
    scan,
    '/report',
    '/policy',
    '/policy/edit',
    '/policy/trust',
    '/policy/intelligence',
    '/standard',
    '/exceptions',
    '/people',
  ])
    await expectReadable(page, path);
  await page.context().close();
  expect(complaints.flat()).toEqual([]);
}, 180_000);

/** Runs in the page: when something first stood on it, in ms; may be told a little later than seen. */
const firstPaint = () =>
  new Promise<number>((tell) => {
    new PerformanceObserver((list) => {
      const [first] = list.getEntriesByName('first-contentful-paint');
      if (first) tell(first.startTime);
    }).observe({ type: 'paint', buffered: true });
  });

const publicId = (prefix: string, uuid: string) => `${prefix}_${uuid.replaceAll('-', '')}`;

async function pathsOfOne() {
  const found = await house.ask<Record<'ticket' | 'finding' | 'correlated' | 'fix' | 'scan', string>>(
    `select (select queue || '-' || number from ticket where findings > 3 limit 1) as ticket,
       (select id::text from finding where exploited and state = 'open' limit 1) as finding,
       (select lead_id::text from finding where lead_id is not null limit 1) as correlated,
       (select fix_id::text from finding where state = 'fixed' and fix_id in
         (select id from fix where state = 'open' and kind = 'upgrade') limit 1) as fix,
       (select id::text from scan where jsonb_array_length(diagnostics) > 0 limit 1) as scan`,
  );
  return {
    ticket: `/tickets/${found.ticket}`,
    finding: `/findings/${publicId('fnd', found.finding)}`,
    correlated: `/findings/${publicId('fnd', found.correlated)}`,
    fix: `/fixes/${publicId('fix', found.fix)}`,
    scan: `/scans/${publicId('scn', found.scan)}`,
  };
}

it('who signs out is out, and the link that let them in is used up', async () => {
  const page = await open('/');
  await told(page, 'Next to fix');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await told(page, 'Sign in to Lanekeeper');
  await page.goto('/tickets');
  await told(page, 'Sign in to Lanekeeper');
  await page.goto('about:blank');
  const [answer] = await Promise.all([page.waitForResponse('**/api/v1/sign-in'), page.goto(house.link)]);
  expect(answer.status()).toBeGreaterThanOrEqual(400);
  await told(page, 'Sign in to Lanekeeper');
  expect(await heading(page).textContent()).toBe('Sign in to Lanekeeper');
  expect((await page.request.get('/api/v1/overview')).status()).toBe(401);
  await page.context().close();
});
