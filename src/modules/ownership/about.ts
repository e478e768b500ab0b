import {
  ABOUT_LIMITS,
  checkAgainst,
  type FileProblem,
  readYaml,
  type YamlTree,
} from '../organisation/pure.ts';
import { type AboutFile, aboutFile, type GordonFile, gordonFile } from './about-file.ts';
import { compilePattern, type Pattern } from './pattern.ts';

export interface Place {
  line: number;
  column: number;
}

/** One entry of `paths`, its pattern relative to the folder of the file. */
export interface AboutPath {
  pattern: Pattern;
  entry: NonNullable<AboutFile['paths']>[number];
  place: Place;
}

export type About =
  | { form: 'v1'; file: string; folder: string; value: AboutFile; owner: Place; paths: AboutPath[] }
  | { form: 'gordon'; file: string; folder: string; value: GordonFile; jira: Place; oncall: Place };

/** `about` is null when the file is foreign (a note) or invalid (an error). */
export interface ReadAbout {
  about: About | null;
  problems: FileProblem[];
}

/** Reads an about.yaml in every form we know. Never throws on content. */
export function readAbout(file: string, content: string): ReadAbout {
  const read = readYaml(file, content, ABOUT_LIMITS);
  const tree = read.trees[0];
  if (read.problems.length > 0)
    return { about: null, problems: looksOurs(content) ? read.problems : read.problems.map(asForeign) };
  const form = tree ? formOf(tree.value) : null;
  if (tree && form === 'v1') return readV1(file, tree);
  if (tree && form === 'gordon') return readGordon(file, tree);
  return { about: null, problems: [foreign(file)] };
}

export const folderOf = (file: string) => file.slice(0, Math.max(0, file.lastIndexOf('/')));

function formOf(value: unknown): 'v1' | 'gordon' | null {
  if (typeof value !== 'object' || value === null) return null;
  const apiVersion: unknown = Reflect.get(value, 'apiVersion');
  if (typeof apiVersion === 'string' && apiVersion.startsWith('lanekeeper.dev/')) return 'v1';
  return 'jira_id' in value && 'version' in value && !('apiVersion' in value) ? 'gordon' : null;
}

/** A file that cannot be parsed cannot say whose form it has; its text may. */
const looksOurs = (content: string) =>
  /^\s*apiVersion\s*:\s*["']?lanekeeper\.dev\//m.test(content.slice(0, 4096)) ||
  /^jira_id\s*:/m.test(content.slice(0, 4096));

const foreign = (file: string): FileProblem => ({
  file,
  line: 1,
  column: 1,
  level: 'note',
  code: 'foreign-file',
  message:
    'not an ownership file of ours, so it is left alone; ours begins with apiVersion: lanekeeper.dev/v1',
  suggestion: null,
});

const asForeign = (problem: FileProblem): FileProblem => ({
  ...problem,
  level: 'note',
  code: 'foreign-file',
  message: `left alone: ${problem.message}, and nothing says that it is an ownership file of ours`,
});

function readV1(file: string, tree: YamlTree): ReadAbout {
  const { value, problems } = checkAgainst(file, tree, aboutFile, { unknownKeys: 'warning' });
  if (!value) return { about: null, problems };
  const paths: AboutPath[] = [];
  for (const [index, entry] of (value.paths ?? []).entries()) {
    const place = tree.locate(['paths', index, 'match']);
    const compiled = compilePattern(entry.match, 'github');
    if (compiled.ok) paths.push({ pattern: compiled.pattern, entry, place });
    else
      problems.push({
        file,
        ...place,
        level: 'warning',
        code: 'bad-pattern',
        message: `this entry is skipped: ${compiled.why}`,
        suggestion: null,
      });
  }
  const owner = tree.locate(['owner']);
  return { about: { form: 'v1', file, folder: folderOf(file), value, owner, paths }, problems };
}

function readGordon(file: string, tree: YamlTree): ReadAbout {
  const { value, problems } = checkAgainst(file, tree, gordonFile, { unknownKeys: 'warning' });
  if (!value) return { about: null, problems };
  const [jira, oncall] = [tree.locate(['jira_id']), tree.locate(['pagerduty_id'])];
  return { about: { form: 'gordon', file, folder: folderOf(file), value, jira, oncall }, problems };
}
