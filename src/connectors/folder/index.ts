import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../kernel/errors.ts';
import type { Connector, HostPage, HostRepository } from '../connector.ts';
import { contentOf, parseEtag, printEtag } from '../kit/page-etag.ts';
import { tested } from '../kit/tested.ts';
import { type Clone, defaultRef, findClones } from './clones.ts';
import { readFiles } from './files.ts';
import { runGit } from './git.ts';

const settings = z.object({
  /** On the machine of the server. */
  path: z.string().max(4096).refine(isAbsolute, 'the whole path of the folder, from the root'),
});

const FIRST_PAGE = 'first';
const PAGE = 200;
/** Every page comes from the same folder. */
const SOURCE = 'folder';

/** A folder of clones on the server's machine, kept up to date by somebody else; no network is used. */
export const connector: Connector<z.infer<typeof settings>> = {
  id: 'folder',
  name: 'Folder of clones',
  homePage: 'https://git-scm.com/docs/git-cat-file',
  settings,
  example: `path: /srv/clones
`,
  secrets: {},
  test: ({ settings: { path } }) =>
    tested(async ({ say, missing }) => {
      const { code } = await runGit(path, ['--version']);
      if (code !== 0) throw new AppError('LK-CONNECTION', 'the program git cannot be used on this machine');
      const clones = await findClones(path);
      if (clones.length === 0) missing('there is no clone in the folder');
      else say(`${clones.length} clones, ${keyOf(clones[0]!)} among them`);
    }),
  codeHost({ settings: { path } }) {
    let clones: Promise<Clone[]> | undefined;
    return {
      firstPage: FIRST_PAGE,
      listShowsPushes: false,
      async repositories(page, etag) {
        if (page === FIRST_PAGE) clones = undefined;
        clones ??= findClones(path);
        return pageOf(await clones, page, etag);
      },
      files: (repository, wanted, commit) => readFiles(path, repository, wanted, commit),
    };
  },
};

/** Pages are named by the clone that they begin after. */
async function pageOf(clones: Clone[], page: string, etag: string | null): Promise<HostPage | 'unchanged'> {
  const after = page === FIRST_PAGE ? -1 : clones.findLastIndex(({ id }) => `after ${id}` <= page);
  const shown = clones.slice(after + 1, after + 1 + PAGE);
  const repositories = await Promise.all(shown.map(repositoryOf));
  const next = after + 1 + PAGE < clones.length ? `after ${shown.at(-1)!.id}` : null;
  const content = contentOf(repositories, next);
  if (parseEtag(etag, SOURCE)?.content === content) return 'unchanged';
  return { repositories, next, etag: printEtag({ sources: SOURCE, content, http: null }) };
}

/** `acme/checkout.git` is called `acme/checkout`. */
const keyOf = ({ id }: Clone): string => id.replace(/\.git$/, '');

const repositoryOf = async (clone: Clone): Promise<HostRepository> => ({
  id: clone.id,
  key: keyOf(clone),
  url: null,
  defaultBranch: (await defaultRef(clone.gitDir)).branch,
  archived: false,
  version: null,
  facts: { topics: [], properties: {}, adminTeams: [] },
});
