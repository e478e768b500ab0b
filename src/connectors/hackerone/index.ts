import { AppError } from '../../kernel/errors.ts';
import type { ConnectionTest, Connector, ConnectorContext } from '../connector.ts';
import { hackeroneHooks } from './hooks.ts';
import { readReports, reportsOf } from './reports.ts';
import { type HackeroneSettings, hackeroneSettings } from './settings.ts';

/** HackerOne's customer API, version 1: reports of bounty programmes. */
export const connector: Connector<HackeroneSettings> = {
  id: 'hackerone',
  name: 'HackerOne',
  homePage: 'https://api.hackerone.com/customer-resources/',
  settings: hackeroneSettings,
  example: `programs:
  - handle: acme
    # Whose findings its reports are …
    target: url:https://acme.example
    # … and those about one asset of the scope
    assets:
      shop.acme.example: repository:acme/shop
`,
  secrets: {
    identifier: 'The API token’s identifier: organization settings, "API tokens"',
    token: 'The API token itself; it may read reports of the programmes',
    webhookSecret: 'The secret typed in where the programme’s webhook is set up',
  },
  test: testHackerone,
  alerts: { open: reportsOf },
  hooks: hackeroneHooks,
};

/** Asks for one report of each programme, and says which of them cannot be read. */
async function testHackerone(context: ConnectorContext<HackeroneSettings>): Promise<ConnectionTest> {
  const missing = ['identifier', 'token'].filter((name) => !context.secrets[name]);
  if (missing.length > 0) return { ok: false, says: missing.map((name) => `The secret ${name} is not set.`) };
  const says: string[] = [];
  let ok = true;
  for (const { handle } of context.settings.programs) {
    try {
      await readReports(context, handle, 1, 1);
      says.push(`Reports of ${handle} can be read.`);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'LK-ANSWER') throw error;
      ok = false;
      says.push(
        `Reports of ${handle} cannot be read: check the handle, and that the token belongs to that programme.`,
      );
    }
  }
  return { ok, says };
}
