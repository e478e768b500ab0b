import { AppError } from '../../kernel/errors.ts';
import type { ConnectionTest, ConnectorContext } from '../connector.ts';
import { read } from '../kit/api.ts';
import { type Findings, tested } from '../kit/tested.ts';
import { accountOf, type Github, githubOf } from './access.ts';
import { testDirectory } from './directory.ts';
import { readFiles } from './files.ts';
import { testPlaces } from './issues/test-places.ts';
import { FIRST_PAGE, readPage } from './list.ts';
import type { GithubSettings } from './settings.ts';
import { appShape, type Installation, personShape } from './shapes.ts';

const REQUIRED = ['metadata', 'contents'];
/** What works less without it. */
const WISHED: Record<string, string> = {
  administration: 'teams with admin rights are not seen as owners',
  members: 'changes of teams and members are not told by webhooks',
};
const EVENTS = ['push', 'repository', 'team', 'membership', 'organization'];
/** Each of these includes `read:org`. */
const READ_ORG = ['read:org', 'write:org', 'admin:org'];

/** As `Connector.test`. */
export const testGithub = (context: ConnectorContext<GithubSettings>): Promise<ConnectionTest> =>
  tested(async (findings) => {
    const github = githubOf(context);
    if (github.app) await testApp(github, findings);
    else await testToken(github, findings);
    if (github.settings.directory) await testDirectory(github, findings);
    if (github.settings.tickets) await testPlaces(github, findings);
  });

async function testApp(github: Github, findings: Findings): Promise<void> {
  const { api, settings } = github;
  const answer = await github.ask('app', '/app').catch((error) => {
    if (!(error instanceof AppError) || error.detail?.['status'] !== 401) throw error;
    const app = settings.appId;
    throw new AppError(
      'LK-CONNECTION',
      `GitHub does not accept the App: look whether the private key is one of App ${app}, and whether this machine's clock is right`,
    );
  });
  const { name } = read(api, 'the App', answer, appShape);
  const all = await github.installations();
  const wanted = settings.organisations.map((org) => org.toLowerCase());
  for (const org of settings.organisations)
    if (!all.some((one) => accountOf(one).toLowerCase() === org.toLowerCase()))
      findings.missing(`the App is not installed in ${org}: install it there`);
  if (all.length === 0)
    findings.missing('the App is not installed anywhere: install it in your organisation');
  const used = all.filter((one) => wanted.length === 0 || wanted.includes(accountOf(one).toLowerCase()));
  for (const installation of used) testInstallation(installation, findings);
  if (used.length > 0) findings.say(`${name} is installed in ${used.map(accountOf).join(', ')}`);
}

function testInstallation(installation: Installation, { missing, say }: Findings): void {
  const account = accountOf(installation);
  if (installation.suspended_at) {
    missing(`the installation in ${account} is suspended: un-suspend it`);
    return;
  }
  const { permissions, events } = installation;
  for (const name of REQUIRED)
    if (!permissions?.[name]) missing(`${account}: the permission "${title(name)}: read" is missing`);
  for (const [name, lost] of Object.entries(WISHED))
    if (!permissions?.[name]) say(`${account}: without the permission "${title(name)}: read" ${lost}`);
  const silent = EVENTS.filter((event) => !events?.includes(event));
  if (silent.length > 0)
    say(`${account}: webhooks are not sent for ${silent.join(', ')}; the sweep sees it later`);
}

const title = (name: string): string => `${name[0]!.toUpperCase()}${name.slice(1)}`;

async function testToken(github: Github, findings: Findings): Promise<void> {
  const answer = await github.ask('token', '/user');
  if (answer.status === 403)
    throw new AppError('LK-CONNECTION', 'the token may not say whose it is: make a new one');
  const { login } = read(github.api, 'the person of the token', answer, personShape);
  testScopes(answer.headers.get('x-oauth-scopes'), findings);
  const ends = answer.headers.get('github-authentication-token-expiration');
  findings.say(`the token is ${login}'s${ends ? ` and ends ${ends.slice(0, 40)}` : ''}`);
  let isVisible = true;
  for (const org of github.settings.organisations) {
    const { status, headers } = await github.ask('token', `/orgs/${org}`);
    if (status === 200) continue;
    isVisible = false;
    const isSignOn = status === 403 && headers.get('x-github-sso');
    findings.missing(
      isSignOn
        ? `${org}: authorise the token for single sign-on of the organisation`
        : `${org} is not visible to the token: is the name right, and is ${login} a member?`,
    );
  }
  if (isVisible) await testReading(github, findings);
}

/** Classic tokens tell their scopes; fine-grained ones do not. */
function testScopes(header: string | null, { missing, say }: Findings): void {
  if (header === null) return;
  const scopes = header.split(',').map((one) => one.trim());
  if (!scopes.includes('repo')) missing('the scope "repo" is missing: private repositories cannot be read');
  if (!READ_ORG.some((one) => scopes.includes(one)))
    say('without the scope "read:org" teams with admin rights are not seen as owners');
}

/** A fine-grained token shows by reading what it may read. */
async function testReading(github: Github, { missing, say }: Findings): Promise<void> {
  const page = await readPage(github, FIRST_PAGE, null);
  if (page === 'unchanged') return;
  const [first] = page.repositories;
  if (!first) {
    missing('the token sees no repository: give it access to those that you want to see');
    return;
  }
  await readFiles(github, first, () => false, null);
  say(
    `${page.repositories.length}${page.next ? ' or more' : ''} repositories are visible, ${first.key} among them`,
  );
}
