import { AppError } from '../../kernel/errors.ts';
import type { ConnectionTest, ConnectorContext } from '../connector.ts';
import { read } from '../kit/api.ts';
import { type Findings, tested } from '../kit/tested.ts';
import { readFiles } from './files.ts';
import { type Gitlab, gitlabOf, SCOPE_MISSING, SCOPE_MISSING_TO_WRITE, scopeMissing } from './gitlab.ts';
import { testPlaces } from './issues/test-places.ts';
import { FIRST_PAGE, readPage } from './list.ts';
import type { GitlabSettings } from './settings.ts';
import { tokenShape, versionShape } from './shapes.ts';

/** As `Connector.test`. */
export const testGitlab = (context: ConnectorContext<GitlabSettings>): Promise<ConnectionTest> =>
  tested(async (findings) => {
    const gitlab = gitlabOf(context);
    await testToken(gitlab, findings);
    let isVisible = true;
    for (const group of gitlab.settings.groups) {
      const { status } = await gitlab.ask(`/groups/${encodeURIComponent(group)}?with_projects=false`);
      if (status === 200) continue;
      isVisible = false;
      findings.missing(
        `${group} is not visible to the token: is the path right, and is the token of a member?`,
      );
    }
    if (isVisible) await testReading(gitlab, findings);
    if (gitlab.settings.tickets) await testPlaces(gitlab, findings);
  });

/** Servers before 15.5 do not tell of the token itself: there the version must do. */
async function testToken(gitlab: Gitlab, { say, missing }: Findings): Promise<void> {
  const self = await gitlab.ask('/personal_access_tokens/self');
  if (self.status === 200) {
    const token = read(gitlab.api, 'the token', self, tokenShape);
    const ends = token.expires_at ? `, ends ${token.expires_at.slice(0, 40)}` : '';
    say(`token ${token.name ?? 'without a name'}${ends}`);
    if (gitlab.settings.tickets && token.scopes && !token.scopes.includes('api'))
      missing(SCOPE_MISSING_TO_WRITE);
    if (token.scopes?.some((scope) => scope === 'api' || scope === 'read_api')) return;
    throw new AppError('LK-CONNECTION', SCOPE_MISSING);
  }
  if (scopeMissing(self)) throw new AppError('LK-CONNECTION', SCOPE_MISSING);
  const version = await gitlab.ask('/version');
  if (scopeMissing(version)) throw new AppError('LK-CONNECTION', SCOPE_MISSING);
  say(`GitLab ${read(gitlab.api, 'the version', version, versionShape).version}`);
}

async function testReading(gitlab: Gitlab, { missing, say }: Findings): Promise<void> {
  const page = await readPage(gitlab, FIRST_PAGE, null);
  if (page === 'unchanged') return;
  const [first] = page.repositories;
  if (!first) {
    missing('the token sees no project: is it of a member of your groups?');
    return;
  }
  await readFiles(gitlab, first, () => false, null);
  say(
    `${page.repositories.length}${page.next ? ' or more' : ''} projects are visible, ${first.key} among them`,
  );
}
