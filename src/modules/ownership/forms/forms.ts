import { ABOUT_LIMITS, type FileProblem, readYaml, suggest } from '../../organisation/pure.ts';
import { ABOUT_VERSION } from './about-file.ts';
import { aboutV1 } from './about-v1.ts';
import { backstage } from './backstage.ts';
import { cortex } from './cortex.ts';
import { datadogEntity } from './datadog-entity.ts';
import { datadogService } from './datadog-service.ts';
import type { Descriptor, ReadDescriptor } from './descriptor.ts';
import { eighteenF } from './eighteen-f.ts';
import { type Form, folderOf } from './form.ts';
import { gordon } from './gordon.ts';
import { opslevel } from './opslevel.ts';
import { securityInsights } from './security-insights.ts';

/** Every form that is read; of those that describe one folder, the earlier is asked first. */
export const FORMS: readonly Form[] = [
  aboutV1,
  gordon,
  backstage,
  datadogEntity,
  datadogService,
  opslevel,
  cortex,
  eighteenF,
  securityInsights,
];

/** Our own file, or another that bears its name. */
export const isAbout = (path: string): boolean => aboutV1.isFile(path);

/** Whether a file may say who owns what, CODEOWNERS aside. */
export const isDescriptor = (path: string): boolean => FORMS.some((form) => form.isFile(path));

/**
 * Reads a file in every form we know. Never throws on content, and takes time in proportion to its size.
 * @param path from the root of the repository; chooses the forms that are tried
 * @param repository as the registry calls it; what a catalogue says of another repository is not used
 */
export function readDescriptor(path: string, content: string, repository = ''): ReadDescriptor {
  const forms = FORMS.filter((form) => form.isFile(path));
  const isOurs = forms.some(({ step }) => step === 'about');
  const { trees, problems } = readYaml(path, content, ABOUT_LIMITS);
  if (problems.length > 0) {
    if (isOurs && !looksOurs(content)) return left(problems.map(asForeign));
    // A catalogue has readers of its own: what is wrong with it is not ours to call an error.
    const told = isOurs ? problems : problems.map((problem) => ({ ...problem, level: 'warning' as const }));
    return { form: null, descriptors: [], problems: told, usable: false };
  }
  for (const form of forms) {
    const known = trees.filter(({ value }) => form.recognises(value));
    if (known.length === 0) continue;
    const read = form.read({ path, folder: folderFor(path), trees: known, repository });
    const problems = [...new Map(read.problems.map((each) => [JSON.stringify(each), each])).values()];
    return {
      form: form.name,
      descriptors: read.descriptors,
      problems: [...problems.slice(0, MAX_PROBLEMS), ...unheard(read.descriptors)],
      usable: problems.every(({ level }) => level !== 'error'),
    };
  }
  return left([isOurs ? foreignAbout(path, trees[0]?.value) : foreign(path, OTHER_FORM)]);
}

/** A file with more is mended one by one anyway, and a hostile one has thousands. */
const MAX_PROBLEMS = 200;

/** Several services of one file may name several owners for its folder: the first is believed. */
function unheard(descriptors: readonly Descriptor[]): FileProblem[] {
  const named = descriptors.flatMap(({ file, folder, claims }) => {
    const first = claims.find((claim) => claim.by === 'name' && claim.pattern === null && !claim.perhaps);
    return first?.by === 'name' ? { file, folder, claim: first } : [];
  });
  const speakers = new Map<string, (typeof named)[number]['claim']>();
  return named
    .flatMap(({ file, folder, claim }) => {
      const speaker = speakers.get(folder) ?? claim;
      speakers.set(folder, speaker);
      if (speaker.name === claim.name) return [];
      const message = `${speaker.name.slice(0, 100)} (line ${speaker.place.line}) is asked first for this folder`;
      const problem: FileProblem = {
        file,
        ...claim.place,
        level: 'note',
        code: 'not-used',
        message,
        suggestion: null,
      };
      return problem;
    })
    .slice(0, MAX_PROBLEMS);
}

/** The order in which descriptors of one folder are asked; of two about.yaml, their names decide. */
export const compareForms = (a: ReadDescriptor['form'], b: ReadDescriptor['form']): number =>
  rankOf(a) - rankOf(b);

const rankOf = (name: ReadDescriptor['form']) =>
  FORMS.findIndex((form) => form.name === name && form.step === 'catalogue');

/** The code hosts' own folders speak for the folder around them. */
const folderFor = (path: string) => folderOf(path).replace(/(^|\/)\.(github|gitlab)$/, '');

const left = (problems: FileProblem[]): ReadDescriptor => ({
  form: null,
  descriptors: [],
  problems,
  usable: true,
});

/** A file that cannot be parsed cannot say whose form it has; its text may. */
const looksOurs = (content: string) =>
  /^\s*["']?apiVersion["']?\s*:\s*["']?lanekeeper\.dev\//m.test(content.slice(0, 4096)) ||
  /^(jira_id|pagerduty_id)\s*:/m.test(content.slice(0, 4096));

const OTHER_FORM = 'this file has a form that we do not know, so it is left alone';

const foreign = (file: string, message: string, suggestion: string | null = null): FileProblem => ({
  file,
  line: 1,
  column: 1,
  level: 'note',
  code: 'foreign-file',
  message,
  suggestion,
});

/** Data of other tools bears our name too; but a slip of the pen in the recogniser is worth a word. */
function foreignAbout(file: string, value: unknown): FileProblem {
  const meant = typeof value === 'object' && value !== null && Object.entries(value).some(isOurSlip);
  const line = `apiVersion: ${ABOUT_VERSION}`;
  return foreign(
    file,
    meant
      ? `left alone as another tool's; did you mean ${line}?`
      : `not an ownership file of ours, so it is left alone; ours begins with ${line}`,
    meant ? line : null,
  );
}

const isOurSlip = ([key, value]: [string, unknown]) =>
  typeof value === 'string' &&
  suggest(key, ['apiVersion']) !== null &&
  suggest(value, [ABOUT_VERSION]) !== null;

const asForeign = (problem: FileProblem): FileProblem => ({
  ...problem,
  level: 'note',
  code: 'foreign-file',
  message: `left alone: ${problem.message}, and nothing says that it is an ownership file of ours`,
});
