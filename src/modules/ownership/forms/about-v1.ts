import { checkAgainst, type FileProblem, type YamlTree } from '../../organisation/pure.ts';
import { compilePattern } from '../pattern.ts';
import { type AboutFile, aboutFile } from './about-file.ts';
import type { ContactWish, Descriptor, OwnerClaim } from './descriptor.ts';
import { type Form, type FormFile, wordOf } from './form.ts';
import { describe } from './reading.ts';

/** Our own file, in any folder. A later version is ours too, and told as one that we cannot read. */
export const aboutV1: Form = {
  name: 'about.yaml v1',
  step: 'about',
  isFile: (path) => /(^|\/)about\.ya?ml$/.test(path),
  recognises: (value) => wordOf(value, 'apiVersion').startsWith('lanekeeper.dev/'),
  read({ path, folder, trees }) {
    const tree = trees[0]!;
    const { value, problems } = checkAgainst(path, tree, aboutFile, { unknownKeys: 'warning' });
    return { descriptors: value ? [descriptorOf({ path, folder }, tree, value, problems)] : [], problems };
  },
};

function descriptorOf(
  { path, folder }: Pick<FormFile, 'path' | 'folder'>,
  tree: YamlTree,
  value: AboutFile,
  problems: FileProblem[],
): Descriptor {
  const wish = wishOf(value);
  const owner: OwnerClaim = {
    by: 'name',
    name: value.owner,
    perhaps: false,
    pattern: null,
    place: tree.locate(['owner']),
    what: `owner "${value.owner}"`,
    source: 'about.yaml owner',
    wish,
  };
  return describe(
    {
      form: 'about.yaml v1',
      file: path,
      folder,
      claims: [owner, ...pathClaims(path, tree, value, problems)],
      wish,
      champions: value.champions ?? [],
      reviewed: value.reviewed ?? null,
      extensions: value.extensions ?? {},
    },
    serviceOf(value),
  );
}

const wishOf = ({ jira, slack, oncall }: Pick<AboutFile, 'jira' | 'slack' | 'oncall'>): ContactWish => ({
  ...(jira && { jira }),
  ...(slack && { slack }),
  ...(oncall && { oncall }),
});

function pathClaims(file: string, tree: YamlTree, value: AboutFile, problems: FileProblem[]): OwnerClaim[] {
  return (value.paths ?? []).flatMap((entry, index) => {
    const place = tree.locate(['paths', index, 'match']);
    const compiled = compilePattern(entry.match, 'github');
    if (!compiled.ok) {
      const message = `this entry is skipped: ${compiled.why}`;
      problems.push({ file, ...place, level: 'warning', code: 'bad-pattern', message, suggestion: null });
      return [];
    }
    // What the file wishes for itself is its own team's; another team's folder has its own queue.
    const wish = entry.owner === value.owner ? { ...wishOf(value), ...wishOf(entry) } : wishOf(entry);
    return {
      by: 'name',
      name: entry.owner,
      perhaps: false,
      pattern: compiled.pattern,
      place,
      what: `paths "${entry.match}"`,
      source: 'about.yaml paths',
      wish,
    };
  });
}

const serviceOf = ({ security = {}, ...about }: AboutFile): Descriptor['service'] => ({
  name: about.name ?? null,
  title: about.title ?? null,
  type: about.type ?? null,
  lifecycle: about.lifecycle ?? null,
  tier: about.tier ?? null,
  system: about.system ?? null,
  businessUnit: about.businessUnit ?? null,
  exposure: security.exposure ?? null,
  data: security.data ?? null,
  missionImpact: security.missionImpact ?? null,
  compliance: security.compliance ?? null,
  slaPolicy: security.slaPolicy ?? null,
  threatModel: security.threatModel
    ? { url: security.threatModel.url, reviewed: security.threatModel.reviewed ?? null }
    : null,
  bugBounty: security.bugBounty
    ? { inScope: security.bugBounty.inScope, assets: security.bugBounty.assets ?? [] }
    : null,
  prFeedback: security.prFeedback ?? null,
});
