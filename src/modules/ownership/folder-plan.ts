import { type CodeownersInFolder, codeownersIn } from './codeowners.ts';
import type { OwnershipMap } from './compile.ts';
import { aroundFolder } from './nearest-folder.ts';
import type { RulesInFolder } from './rules-in-folder.ts';
import type { PathVerdict, Verdict } from './verdict.ts';

/** Folders prepared in one map; a hostile report may name any number. */
const MAX_FOLDERS = 20_000;

/** All that the sources say of one folder, so that its files are answered by their names alone. */
export interface FolderPlan {
  overrides: RulesInFolder<PathVerdict> | null;
  /** The about.yaml files around it, the nearest first. */
  abouts: readonly { paths: RulesInFolder<PathVerdict>; owner: Verdict }[];
  codeowners: CodeownersInFolder;
  catalogue: readonly Verdict[];
  /** No rule looks at the names of files here: all have one answer. */
  isUniform: boolean;
}

export class FolderPlans<Answer> {
  private readonly map: OwnershipMap;
  private readonly known = new Map<string, FolderPlan & { answer: Answer | null }>();

  constructor(map: OwnershipMap) {
    this.map = map;
  }

  of(folder: string): FolderPlan & { answer: Answer | null } {
    const known = this.known.get(folder);
    if (known) return known;
    const plan = { ...planOf(this.map, folder), answer: null };
    if (this.known.size >= MAX_FOLDERS) this.known.clear();
    this.known.set(folder, plan);
    return plan;
  }
}

function planOf(map: OwnershipMap, folder: string): FolderPlan {
  const abouts = aroundFolder(map.abouts, folder).map(({ about, owner, paths }) => {
    const inside = about.folder === '' ? folder : folder.slice(about.folder.length + 1);
    return { paths: paths.in(inside), owner };
  });
  const codeowners = map.codeowners ? codeownersIn(map.codeowners.codeowners, folder) : [];
  const overrides = map.overrides?.in(folder) ?? null;
  const isUniform =
    (overrides?.isUniform ?? true) &&
    abouts.every(({ paths }) => paths.isUniform) &&
    codeowners.every(({ rules, excluded }) => rules.isUniform && excluded.isUniform);
  const catalogue = aroundFolder(map.catalogue, folder).flatMap((rules) =>
    rules.flatMap(({ verdicts }) => verdicts),
  );
  return { overrides, abouts, codeowners, catalogue, isUniform };
}
