import type { OwnershipMap } from './compile.ts';
import { type FolderPlan, rootPlan } from './folder-plan.ts';

/** Plans and names kept; then they are begun afresh: a hostile report may name any number of folders. */
const MAX_PLANS = 200_000;

/** The plans of a map's folders, each worked out when it is first asked for. */
export class FolderPlans<Answer> {
  readonly root: FolderPlan<Answer>;
  private readonly map: OwnershipMap;
  /** All names, numbered, that some source looks for. */
  private readonly words: ReadonlyMap<string, number>;
  private top: FolderPlan<Answer>;
  private made = 0;
  /** Reports go folder by folder: with its slash, the folder asked last. */
  private last = '';
  private lastPlan: FolderPlan<Answer>;

  constructor(map: OwnershipMap) {
    this.map = map;
    this.words = wordsOf(map);
    this.root = rootPlan(map);
    this.top = this.root;
    this.lastPlan = this.root;
  }

  /** @param slash where the last one of the path is; -1: it lies in the root */
  of(path: string, slash: number): FolderPlan<Answer> {
    if (slash < 0) return this.root;
    if (slash === this.last.length - 1 && path.startsWith(this.last)) return this.lastPlan;
    if (this.made > MAX_PLANS) this.startAfresh();
    this.lastPlan = this.walk(path, slash);
    this.last = path.slice(0, slash + 1);
    return this.lastPlan;
  }

  private walk(path: string, slash: number): FolderPlan<Answer> {
    let plan = this.top;
    for (let begin = 0; begin <= slash; ) {
      const end = path.indexOf('/', begin);
      const name = path.slice(begin, end);
      plan = plan.enter(name, this.words.get(name), this.count);
      begin = end + 1;
    }
    return plan;
  }

  private readonly count = () => {
    this.made++;
  };

  private startAfresh(): void {
    this.made = 0;
    this.top = rootPlan(this.map);
  }
}

function wordsOf({ overrides, abouts, codeowners, catalogue }: OwnershipMap): Map<string, number> {
  const words = new Map<string, number>();
  const add = (names: Iterable<string>) => {
    for (const name of names) if (!words.has(name)) words.set(name, words.size);
  };
  for (const folder of [...abouts.keys(), ...catalogue.keys()]) add(folder.split('/'));
  if (overrides) add(overrides.words());
  for (const { paths } of abouts.values()) add(paths.words());
  for (const { rules, excluded } of codeowners?.codeowners.sections ?? []) {
    add(rules.words());
    if (excluded) add(excluded.words());
  }
  return words;
}
