import type { FileProblem } from '../organisation/pure.ts';
import type { OwnershipFile } from './compile.ts';
import type { Descriptor } from './forms/descriptor.ts';
import { compareForms, isAbout, isDescriptor, readDescriptor } from './forms/forms.ts';
import { PathRules } from './path-rules.ts';
import { anyTeam, type TeamNames } from './team-names.ts';
import { claimVerdict, type PathVerdict, type Verdict } from './verdict.ts';

/** A descriptor with what each of its claims comes to. */
export interface AboutRules {
  about: Descriptor;
  owner: Verdict;
  paths: PathRules<PathVerdict>;
}

export interface CatalogueRules {
  descriptor: Descriptor;
  verdicts: readonly Verdict[];
}

/** All descriptors of a repository by folder: those asked before CODEOWNERS, and those asked after it. */
export interface CompiledDescriptors {
  abouts: ReadonlyMap<string, AboutRules>;
  /** Of one folder in the order in which they are asked. */
  catalogues: ReadonlyMap<string, readonly CatalogueRules[]>;
}

/** @param names `anyTeam` where there is no registry: then a name that is only perhaps a team's is none */
export function compileDescriptors(
  files: readonly OwnershipFile[],
  repositoryKey: string,
  names: TeamNames,
  problems: FileProblem[],
): CompiledDescriptors {
  const abouts = new Map<string, AboutRules>();
  const catalogues = new Map<string, CatalogueRules[]>();
  const verdict = (descriptor: Descriptor, claim: Descriptor['claims'][number]) =>
    claimVerdict(descriptor.file, claim, names, problems);
  for (const { path, descriptors } of readInOrder(files, repositoryKey, problems))
    for (const descriptor of descriptors) {
      const { folder, claims } = descriptor;
      const known = abouts.get(folder);
      if (isAbout(path) && known) problems.push(secondOf(path, known.about.file));
      else if (isAbout(path))
        abouts.set(folder, {
          about: descriptor,
          owner: verdict(descriptor, claims.find(({ pattern }) => pattern === null)!),
          paths: PathRules.mostSpecific(
            claims.flatMap((claim) =>
              claim.pattern ? { pattern: claim.pattern, verdict: verdict(descriptor, claim) } : [],
            ),
          ),
        });
      else {
        const asked = claims.filter((claim) => names !== anyTeam || claim.by !== 'name' || !claim.perhaps);
        const rules = { descriptor, verdicts: asked.map((claim) => verdict(descriptor, claim)) };
        const others = catalogues.get(folder);
        if (others) others.push(rules);
        else catalogues.set(folder, [rules]);
      }
    }
  return { abouts, catalogues };
}

/** about.yaml comes before about.yml where a folder has both, and forms in the order of their table. */
const readInOrder = (files: readonly OwnershipFile[], repositoryKey: string, problems: FileProblem[]) =>
  files
    .filter(({ path }) => isDescriptor(path))
    .map(({ path, content }) => ({ path, ...readDescriptor(path, content, repositoryKey) }))
    .toSorted((a, b) => compareForms(a.form, b.form) || (a.path < b.path ? -1 : 1))
    .map((read) => {
      problems.push(...read.problems);
      return read;
    });

const secondOf = (file: string, first: string): FileProblem => ({
  file,
  line: 1,
  column: 1,
  level: 'warning',
  code: 'not-used',
  message: `${first} describes this folder already, and the two are not merged`,
  suggestion: null,
});
