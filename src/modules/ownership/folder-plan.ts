import { type CodeownersInFolder, codeownersIn } from './codeowners.ts';
import type { OwnershipMap } from './compile.ts';
import type { AboutRules, CatalogueRules } from './compile-descriptors.ts';
import { FolderTree } from './folder-tree.ts';
import type { RulesInFolder } from './rules-in-folder.ts';
import type { PathVerdict, Verdict } from './verdict.ts';

/** Folders prepared in one map, twice at most; a hostile report may name any number. */
const MAX_FOLDERS = 10_000;
/** A name of this length is hardly asked twice, and would be held with the path that it is part of. */
const MAX_KEPT_LENGTH = 400;

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

type Kept<Answer> = FolderPlan & { answer: Answer | null };

export class FolderPlans<Answer> {
  private readonly map: OwnershipMap;
  private readonly abouts: FolderTree<AboutRules>;
  private readonly catalogue: FolderTree<readonly CatalogueRules[]>;
  /** Two generations: what was not asked for while one filled up is forgotten with the other. */
  private young = new Map<string, Kept<Answer>>();
  private old = new Map<string, Kept<Answer>>();

  constructor(map: OwnershipMap) {
    this.map = map;
    this.abouts = new FolderTree(map.abouts);
    this.catalogue = new FolderTree(map.catalogue);
  }

  of(folder: string): Kept<Answer> {
    const known = this.young.get(folder);
    if (known) return known;
    const plan = this.old.get(folder) ?? { ...this.plan(folder), answer: null };
    if (folder.length > MAX_KEPT_LENGTH) return plan;
    if (this.young.size >= MAX_FOLDERS) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(folder, plan);
    return plan;
  }

  private plan(folder: string): FolderPlan {
    const names = folder === '' ? [] : folder.split('/');
    const { map } = this;
    const abouts = this.abouts
      .around(names)
      .map(({ value, depth }) => ({ paths: value.paths.in(names, depth), owner: value.owner }));
    const codeowners = map.codeowners ? codeownersIn(map.codeowners.codeowners, names) : [];
    const overrides = map.overrides?.in(names) ?? null;
    const isUniform =
      (overrides?.isUniform ?? true) &&
      abouts.every(({ paths }) => paths.isUniform) &&
      codeowners.every(({ rules, excluded }) => rules.isUniform && excluded.isUniform);
    const catalogue = this.catalogue
      .around(names)
      .flatMap(({ value }) => value.flatMap(({ verdicts }) => verdicts));
    return { overrides, abouts, codeowners, catalogue, isUniform };
  }
}
