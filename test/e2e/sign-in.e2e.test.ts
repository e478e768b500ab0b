import { existsSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectFile } from '../../src/app/project.ts';
import { type RunningServer, startServer } from '../../src/app/server.ts';
import { createSignInLink, ensurePerson, signInUrl } from '../../src/modules/access/public.ts';
import { CLIENT, type IdentityProvider, startIdentityProvider } from '../fakes/identity-provider.ts';
import { openTestHouse, type TestHouse } from '../harness/house.ts';
import { complaintsOf, openBrowser, openPage } from './browser.ts';
import { expectReadable } from './readable.ts';

let home: TestHouse;
let server: RunningServer;
let acme: IdentityProvider;
let browser: Browser;

const MAIL = 'kim@acme.example';
const PASSWORD = 'gift-otter-cloud';
/** Three browsers and a provider, each page looked at in every size. */
const TIMEOUT_MS = 120_000;
/** Chromium says of each answer that is a refusal that it did not load. */
const REFUSED = /^Failed to load resource: the server responded with a status of 401/;

beforeAll(async () => {
  if (!existsSync(projectFile('dist/web/index.html'))) throw new Error('build the page first: npm run build');
  [home, browser] = await Promise.all([openTestHouse({ workers: false, allowPrivate: true }), openBrowser()]);
  server = await startServer(home.house, { port: 0 });
  acme = await startIdentityProvider([`${server.url}/api/v1/sign-in/oidc/acme/callback`]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await acme?.close();
  await server?.close();
  await home?.close();
});

/** A browser with a device that makes passkeys, whose person always says yes. */
async function freshPage(options: { width: number; passkeys: boolean }): Promise<Page> {
  const page = await openPage(browser, server.url, { width: options.width });
  page.setDefaultTimeout(30_000);
  if (options.passkeys) {
    const session = await page.context().newCDPSession(page);
    await session.send('WebAuthn.enable');
    await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  }
  return page;
}
async function linkFor(email: string, roles: ('admin' | 'developer')[]): Promise<string> {
  const { db } = home.house.database;
  const { secret } = await db.transaction().execute(async (tx) => {
    const { id } = await ensurePerson(tx, home.house.ids, { email, name: email, roles });
    return createSignInLink(tx, id, home.clock.now());
  });
  return signInUrl(server.url, secret);
}
const leave = (page: Page) => page.getByRole('button', { name: 'Sign out' }).click();
const inside = (page: Page, path: string) => page.waitForURL((url) => url.pathname === path);
const begun = async () =>
  (await home.rows<{ method: string }>('select method from session order by created_at, method')).map(
    ({ method }) => method,
  );

it(
  'an invited person makes a passkey, a password and an app, and gets in by each of them',
  async () => {
    const page = await freshPage({ width: 1440, passkeys: true });
    const complaints = complaintsOf(page);
    await page.goto('/sign-in');
    await page.getByText('Open the sign-in link you were given').waitFor();
    // The link is opened where the sign-in page stands already.
    await page.goto(await linkFor(MAIL, ['developer']));
    await inside(page, '/');
    await page.getByRole('link', { name: MAIL }).click();
    await page.getByText('You get in by links that an admin makes').waitFor();
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByText('You get in by passkey.').waitFor();

    await page.getByRole('button', { name: 'Set a password' }).click();
    await page.locator('input[autocomplete="new-password"]').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Set up an app' }).click();
    await page.getByText('I cannot scan it').click();
    const secret = ((await page.locator('details code').textContent()) ?? '').replaceAll(/\s/g, '');
    const code = () =>
      TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: home.clock.now().getTime() });
    await page.getByRole('textbox', { name: 'Code of your app' }).fill(code());
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Keep these ten codes').waitFor();
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /^\w{4}(-\w{4}){3}$/ })
        .count(),
    ).toBe(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();
    await page.getByText('You get in by passkey, or by password and app.').waitFor();

    await leave(page);
    // The browser's own list may offer the passkey before the button is pressed.
    await page
      .getByRole('button', { name: 'Use a passkey' })
      .click({ timeout: 2_000 })
      .catch(() => {});
    await inside(page, '/');

    home.clock.advance(60_000);
    const phone = await freshPage({ width: 390, passkeys: false });
    await phone.goto('/me');
    await phone.locator('input[name=email]').fill(MAIL);
    await phone.locator('input[name=password]').fill('something else entirely');
    await phone.keyboard.press('Enter');
    await phone.getByText('The mail or the password is not right.').waitFor();
    await phone.locator('input[name=password]').fill(PASSWORD);
    await phone.keyboard.press('Enter');
    await phone.getByRole('textbox', { name: 'Code of your app' }).fill(code());
    await phone.keyboard.press('Enter');
    await inside(phone, '/me');
    await phone.getByText('by password and app').last().waitFor();
    await expectReadable(phone, '/me');
    // The list and the button may both have been quick.
    expect(new Set(await begun())).toEqual(new Set(['passkey', 'password+totp']));
    await phone.getByRole('button', { name: 'Open the menu' }).click();
    await leave(phone);
    await phone.getByText('Sign in to Lanekeeper').waitFor();
    await phone.goto('/tickets');
    await phone.getByText('Sign in to Lanekeeper').waitFor();
    expect((await phone.request.get('/api/v1/overview')).status()).toBe(401);
    expect(complaints.filter((text) => !REFUSED.test(text))).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'an admin adds a provider, is told what is wrong with it, and people come in by it with what their groups give',
  async () => {
    const page = await freshPage({ width: 1440, passkeys: false });
    await page.goto(await linkFor('admin@acme.example', ['admin']));
    await inside(page, '/');
    await page.goto('/people/providers');
    await page.getByRole('button', { name: 'Add a provider' }).click();
    for (const [name, value] of [
      ['Name', 'Acme'],
      ['Key', 'acme'],
      ['Issuer', acme.issuer],
      ['Client id', CLIENT.id],
      ['Scopes', 'openid email profile groups'],
      ['What groups give', 'security-team: security'],
    ] as const)
      await page.getByRole('textbox', { name, exact: false }).first().fill(value);
    await page.locator('input[type=password]').fill('not the secret');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByText('It does not take the client (invalid_client)').waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await page.locator('input[type=password]').fill(CLIENT.secret);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Test' }).click();
    await page.getByText('It takes the client and its secret.').waitFor();

    acme.people.set('ann', {
      email: 'ann@acme.example',
      email_verified: true,
      name: 'Ann Ash',
      groups: ['security-team'],
    });
    const ann = await freshPage({ width: 390, passkeys: false });
    await expectReadable(page, '/people/providers');
    await expectReadable(ann, '/sign-in?problem=unverified');
    await ann.goto('/teams');
    acme.state.next = null;
    await ann.getByRole('link', { name: 'Continue with Acme' }).click();
    await ann.getByText('Signing in was cancelled there.').waitFor();
    acme.state.next = 'ann';
    await ann.getByRole('link', { name: 'Continue with Acme' }).click();
    await inside(ann, '/teams');
    const [row] = await home.rows<{ roles: string[] }>(
      "select roles from person where email = 'ann@acme.example'",
    );
    expect(row?.roles).toEqual(['developer', 'security']);
  },
  TIMEOUT_MS,
);
