import type { CodeownersRule } from './codeowners.ts';
import type { OwnershipMap } from './compile.ts';
import type { AboutRules, CatalogueRules } from './compile-descriptors.ts';
import { type FolderNode, folderTree } from './folder-tree.ts';
import type { Pattern } from './pattern.ts';
import type { RulesWalk, WalkPlace } from './rules-walk.ts';
import type { PathVerdict, Verdict } from './verdict.ts';

/** All that the sources say of one folder; folders of which they say the same are one. */
interface Sources {
  overrides: RulesWalk<PathVerdict> | null;
  /** The about.yaml files around it, the nearest first. */
  abouts: readonly { paths: RulesWalk<PathVerdict>; owner: Verdict }[];
  codeowners: readonly {
    rules: RulesWalk<CodeownersRule>;
    excluded: RulesWalk<{ pattern: Pattern }> | null;
  }[];
  catalogue: readonly Verdict[];
  /** Where the folder lies among those that have a descriptor; null where none is here or below. */
  aboutNode: FolderNode<AboutRules> | null;
  catalogueNode: FolderNode<readonly CatalogueRules[]> | null;
}

/** Names that are looked up at once although no source looks for them: most come again. */
const MAX_NAMES = 16;

export class FolderPlan<Answer> {
  readonly sources: Sources;
  /** No rule looks at the names of files here: all have one answer. */
  readonly isUniform: boolean;
  /** Only CODEOWNERS looks at the names of files here: its line says it all. */
  readonly isByLine: boolean;
  byLine: Map<CodeownersRule | null, Answer> | null = null;
  answer: Answer | null = null;
  private readonly walks: readonly Walking[];
  /** Folders in this one; most plans are of folders that have none of these. */
  private byWord: Map<number, FolderPlan<Answer>> | null = null;
  private byName: Map<string, FolderPlan<Answer>> | null = null;
  private other: FolderPlan<Answer> | null = null;
  private asked: boolean | null = null;

  constructor(sources: Sources) {
    const { overrides, abouts, codeowners } = sources;
    this.sources = sources;
    this.isByLine = (overrides?.isUniform ?? true) && abouts.every(({ paths }) => paths.isUniform);
    this.isUniform =
      this.isByLine &&
      codeowners.every(({ rules, excluded }) => rules.isUniform && (excluded?.isUniform ?? true));
    this.walks = [
      ...(overrides ? [overrides] : []),
      ...abouts.map(({ paths }) => paths),
      ...codeowners.flatMap(({ rules, excluded }) => (excluded ? [rules, excluded] : [rules])),
    ];
  }

  /**
   * The plan of a folder in this one.
   * @param word the number of the name among those that some source looks for
   * @param made is told of all that is kept
   */
  enter(name: string, word: number | undefined, made: () => void): FolderPlan<Answer> {
    const known = word === undefined ? this.byName?.get(name) : this.byWord?.get(word);
    if (known) return known;
    this.other ??= this.below(null, made);
    if (word === undefined && !name.includes('.') && !this.asksAny()) return this.other;
    const plan = this.entersLike(name, this.other) ? this.other : this.below(name, made);
    if (word !== undefined) {
      this.byWord ??= new Map();
      this.byWord.set(word, plan);
    } else {
      if (plan === this.other && (this.byName?.size ?? 0) >= MAX_NAMES) return plan;
      this.byName ??= new Map();
      this.byName.set(name, plan);
    }
    made();
    return plan;
  }

  /** Some source looks at names of folders that are not in its words: `*a*`. */
  private asksAny(): boolean {
    this.asked ??= this.walks.some((walk) => walk.asksAny);
    return this.asked;
  }

  private entersLike(name: string, { walks }: FolderPlan<Answer>): boolean {
    const { aboutNode, catalogueNode } = this.sources;
    if (aboutNode?.below.has(name) || catalogueNode?.below.has(name)) return false;
    for (let i = 0; i < this.walks.length; i++) if (!this.walks[i]!.entersLike(name, walks[i]!)) return false;
    return true;
  }

  private below(name: string | null, made: () => void): FolderPlan<Answer> {
    const sources = sourcesBelow(this.sources, name);
    if (isSame(sources, this.sources)) return this;
    made();
    return new FolderPlan(sources);
  }
}

/** Rules of whatever kind. */
interface Walking extends WalkPlace {
  readonly asksAny: boolean;
  entersLike(name: string, other: WalkPlace): boolean;
}

/** @param name null: a folder that no source looks for */
function sourcesBelow(sources: Sources, name: string | null): Sources {
  const aboutNode = (name !== null && sources.aboutNode?.below.get(name)) || null;
  const catalogueNode = (name !== null && sources.catalogueNode?.below.get(name)) || null;
  const outer = sources.abouts.map(({ paths, owner }) => ({ paths: paths.enter(name), owner }));
  return {
    overrides: sources.overrides?.enter(name) ?? null,
    abouts: [...aboutsAt(aboutNode), ...outer],
    codeowners: sources.codeowners.map(({ rules, excluded }) => ({
      rules: rules.enter(name),
      excluded: excluded?.enter(name) ?? null,
    })),
    catalogue: [...catalogueAt(catalogueNode), ...sources.catalogue],
    aboutNode,
    catalogueNode,
  };
}

const isSame = (a: Sources, b: Sources): boolean =>
  a.aboutNode === b.aboutNode &&
  a.catalogueNode === b.catalogueNode &&
  a.overrides === b.overrides &&
  a.abouts.every(({ paths }, i) => paths === b.abouts[i]!.paths) &&
  a.codeowners.every(
    ({ rules, excluded }, i) => rules === b.codeowners[i]!.rules && excluded === b.codeowners[i]!.excluded,
  );

const aboutsAt = (node: FolderNode<AboutRules> | null) =>
  node?.value ? [{ paths: node.value.paths.start(), owner: node.value.owner }] : [];

const catalogueAt = (node: FolderNode<readonly CatalogueRules[]> | null) =>
  node?.value?.flatMap(({ verdicts }) => verdicts) ?? [];

/** The root of the repository. */
export function rootPlan<Answer>(map: OwnershipMap): FolderPlan<Answer> {
  const aboutNode = folderTree(map.abouts);
  const catalogueNode = folderTree(map.catalogue);
  return new FolderPlan({
    overrides: map.overrides?.start() ?? null,
    abouts: aboutsAt(aboutNode),
    codeowners: (map.codeowners?.codeowners.sections ?? []).map(({ rules, excluded }) => ({
      rules: rules.start(),
      excluded: excluded?.start() ?? null,
    })),
    catalogue: catalogueAt(catalogueNode),
    aboutNode,
    catalogueNode,
  });
}
