import type { FileProblem } from '../organisation/pure.ts';
import type { OwnershipFile } from './compile.ts';
import type { Descriptor, OwnerClaim } from './forms/descriptor.ts';
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

/** A folder of which more catalogues speak has no owner that anybody could tell. */
const MAX_ASKED = 20;

/** @param names `anyTeam` where there is no registry: then a name that is only perhaps a team's is none */
export function compileDescriptors(
  files: readonly OwnershipFile[],
  repositoryKey: string,
  names: TeamNames,
  problems: FileProblem[],
): CompiledDescriptors {
  const abouts = new Map<string, AboutRules>();
  const catalogues = new Map<string, CatalogueRules[]>();
  // A claim may be made of many folders; it is judged, and told, once.
  const judged = new Map<OwnerClaim, Verdict>();
  const verdict = (file: string, claim: OwnerClaim): Verdict => {
    const found = judged.get(claim) ?? claimVerdict(file, claim, names, problems);
    judged.set(claim, found);
    return found;
  };
  for (const { path, descriptors } of readInOrder(files, repositoryKey, problems))
    for (const descriptor of descriptors) {
      const { file, folder, claims } = descriptor;
      const known = abouts.get(folder);
      if (isAbout(path) && known) problems.push(secondOf(path, known.about.file));
      else if (isAbout(path)) abouts.set(folder, aboutRules(descriptor, verdict));
      else {
        const others = catalogues.get(folder) ?? [];
        const room = MAX_ASKED - others.reduce((sum, { verdicts }) => sum + verdicts.length, 0);
        const asked = claims.filter((claim) => names !== anyTeam || claim.by !== 'name' || !claim.perhaps);
        const verdicts = asked.slice(0, Math.max(0, room)).map((claim) => verdict(file, claim));
        if (room > 0) catalogues.set(folder, [...others, { descriptor, verdicts }]);
      }
    }
  return { abouts, catalogues };
}

const aboutRules = (
  about: Descriptor,
  verdict: (file: string, claim: OwnerClaim) => Verdict,
): AboutRules => ({
  about,
  owner: verdict(about.file, about.claims.find(({ pattern }) => pattern === null)!),
  paths: PathRules.mostSpecific(
    about.claims.flatMap((claim) =>
      claim.pattern ? { pattern: claim.pattern, verdict: verdict(about.file, claim) } : [],
    ),
  ),
});

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
