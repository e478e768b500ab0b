import { readFile } from 'node:fs/promises';
import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectFile } from '../../src/app/project.ts';
import { complaintsOf, openBrowser, openPage } from './browser.ts';
import { openDemoHouse, TODAY } from './demo-house.ts';

/** Addresses that the example has nothing for. */
const NOTHING_THERE = new Set(['/connections/$key']);

let house: Awaited<ReturnType<typeof openDemoHouse>>;
let browser: Browser;

beforeAll(async () => {
  [house, browser] = await Promise.all([openDemoHouse(), openBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await house?.close();
});

/** Addresses of the page as its routes name them. */
async function addresses(): Promise<string[]> {
  const source = await readFile(projectFile('src/web/routes/routes.tsx'), 'utf8');
  return [...source.matchAll(/^\s+path: '([^']+)'/gm)].map(([, path]) => path!);
}

/** What tells a stranger how the house is built: traces, statements, files. */
const DETAIL =
  /\bat \S+ \(\S+:\d+:\d+\)|node_modules|\bselect .* from\b|\/(?:home|work|root|tmp)\/|Error: |pg_catalog/i;
const SECRET_IN_ADDRESS = /[?&](?:[^=&]*(?:token|secret|password|snippet|session)[^=&]*)=/i;

/** What is wrong with one answer, in words. */
async function faultsOf(response: Response, origin: string): Promise<string[]> {
  const url = response.url();
  if (url.startsWith('data:') || url.startsWith('blob:')) return [];
  const headers = await response.allHeaders();
  const policy = headers['content-security-policy'] ?? '';
  const faults: string[] = [];
  const demand = (holds: boolean, what: string) => void (holds || faults.push(`${what}: ${url}`));
  demand(new URL(url).origin === origin, 'comes from elsewhere');
  demand(headers['x-content-type-options'] === 'nosniff', 'no nosniff');
  demand(/default-src 'none'/.test(policy) && !/unsafe|\*/.test(policy), `policy ${policy}`);
  demand(headers['referrer-policy'] === 'same-origin', 'referrer policy');
  demand(headers['x-frame-options'] === 'DENY', 'may be framed');
  demand(!headers['server'] && !headers['x-powered-by'], 'tells what serves it');
  demand(!SECRET_IN_ADDRESS.test(url), 'a secret in the address');
  if (url.includes('/api/')) demand(/\bno-store\b/.test(headers['cache-control'] ?? ''), 'may be kept');
  for (const cookie of (headers['set-cookie'] ?? '').split('\n').filter(Boolean)) {
    demand(/;\s*httponly/i.test(cookie) && /;\s*samesite=(lax|strict)/i.test(cookie), `cookie ${cookie}`);
    demand(/;\s*path=\//i.test(cookie), 'cookie without path');
  }
  demand(response.status() < 400, `answers ${response.status()}`);
  return faults;
}

const fits = (pattern: string) => new RegExp(`^${pattern.replaceAll(/\$\w+/g, '[^/?#]+')}$`);

it('every page answers with the headers it needs, from here alone, with nothing inline and no secret in an address', async () => {
  const page = await openPage(browser, house.url, { width: 1440, now: TODAY });
  const complaints = complaintsOf(page);
  const responses: Response[] = [];
  page.on('response', (response) => void responses.push(response));
  await page.goto(house.link);
  await page.getByRole('button', { name: 'Sign out' }).waitFor();

  const patterns = await addresses();
  const links = new Set(patterns.filter((pattern) => !pattern.includes('$')));
  const visited = new Set<string>();
  for (;;) {
    const open = patterns.filter((pattern) => ![...visited].some((path) => fits(pattern).test(path)));
    const next = [...links].find((path) => open.some((pattern) => fits(pattern).test(path)));
    if (next === undefined) {
      expect(
        open.filter((pattern) => !NOTHING_THERE.has(pattern)),
        'pages that no link leads to',
      ).toEqual([]);
      break;
    }
    visited.add(next);
    for (const link of await visit(page, next)) links.add(link);
  }
  const faults = await Promise.all(responses.map((response) => faultsOf(response, house.url)));
  expect([...new Set(faults.flat())]).toEqual([]);
  expect(complaints).toEqual([]);
  expect(visited.size).toBeGreaterThan(20);
}, 400_000);

/** Opens a page whole. @returns paths it links to */
async function visit(page: Page, path: string): Promise<string[]> {
  await page.goto(path);
  await page.waitForFunction(
    () => document.querySelector('h1') !== null && document.querySelector('.mantine-Skeleton-root') === null,
  );
  const found = await page.evaluate(() => ({
    inline: [
      ...document.querySelectorAll(
        'script:not([src]), [onclick], [onload], [onerror], a[href^="javascript:"]',
      ),
    ].map((element) => element.outerHTML.slice(0, 200)),
    links: [...document.querySelectorAll<HTMLAnchorElement>('a[href^="/"]')].map(({ pathname }) => pathname),
  }));
  expect(found.inline, path).toEqual([]);
  return found.links;
}

interface Api {
  paths: Record<string, Record<string, { requestBody?: unknown }>>;
}

it('no error tells how the house is built, whatever is asked', async () => {
  const page = await openPage(browser, house.url, { width: 1440, now: TODAY });
  await page.goto(await house.linkFor('admin@localhost'));
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const api = (await (await fetch(`${house.url}/openapi.json`)).json()) as Api;
  const faults: string[] = [];
  let asked = 0;
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, { requestBody }] of Object.entries(methods)) {
      const harmless = method === 'get' || requestBody !== undefined || path.includes('{');
      // Streams do not end.
      if (!harmless || path.endsWith('/live')) continue;
      for (const odd of [`'"><svg onload=1>%00`, 'x'.repeat(990)]) {
        const address =
          path.replaceAll(/\{[^}]+\}/g, encodeURIComponent(odd)) +
          (method === 'get' ? '?limit=%00&cursor=%27' : '');
        const answer = await fetch(house.url + address, {
          method: method.toUpperCase(),
          redirect: 'manual',
          headers: {
            cookie,
            origin: house.url,
            ...(requestBody ? { 'content-type': 'application/json' } : {}),
          },
          ...(requestBody ? { body: '{"a":' } : {}),
        });
        const body = await answer.text();
        asked++;
        if (answer.status >= 500) faults.push(`${method} ${path}: ${answer.status} ${body.slice(0, 200)}`);
        if (answer.status < 400) continue;
        if (DETAIL.test(body)) faults.push(`${method} ${path} tells ${body.slice(0, 300)}`);
        if (body && !/"code":"LK-[A-Z-]+"/.test(body))
          faults.push(`${method} ${path} has no code: ${body.slice(0, 200)}`);
      }
    }
  }
  expect(faults).toEqual([]);
  expect(asked).toBeGreaterThan(200);
}, 120_000);
