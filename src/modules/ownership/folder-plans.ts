import type { OwnershipMap } from './compile.ts';
import { type FolderPlan, rootPlan } from './folder-plan.ts';

/** Folders whose plan is found by one look, twice at most; a hostile report may name any number. */
const MAX_FOLDERS = 30_000;
/** A name of this length is hardly asked twice, and would be held with the path that it is part of. */
const MAX_KEPT_LENGTH = 400;
/** Plans that differ; then they are begun afresh. */
const MAX_PLANS = 50_000;

/** The plans of a map's folders, each worked out when it is first asked for. */
export class FolderPlans<Answer> {
  readonly root: FolderPlan<Answer>;
  private readonly map: OwnershipMap;
  private top: FolderPlan<Answer>;
  private made = 0;
  /** Two generations: what was not asked for while one filled up is forgotten with the other. */
  private young = new Map<string, FolderPlan<Answer>>();
  private old = new Map<string, FolderPlan<Answer>>();

  constructor(map: OwnershipMap) {
    this.map = map;
    this.root = rootPlan(map);
    this.top = this.root;
  }

  /** @param folder without a slash at either end; '' is the root */
  of(folder: string): FolderPlan<Answer> {
    if (folder === '') return this.root;
    const known = this.young.get(folder);
    if (known) return known;
    const plan = this.old.get(folder) ?? this.walk(folder);
    if (folder.length > MAX_KEPT_LENGTH) return plan;
    if (this.young.size >= MAX_FOLDERS) {
      this.old = this.young;
      this.young = new Map();
    }
    this.young.set(folder, plan);
    return plan;
  }

  private readonly count = () => {
    this.made++;
  };

  private walk(folder: string): FolderPlan<Answer> {
    if (this.made > MAX_PLANS) this.startAfresh();
    let plan = this.top;
    for (let begin = 0; begin <= folder.length; ) {
      const slash = folder.indexOf('/', begin);
      const end = slash < 0 ? folder.length : slash;
      plan = plan.enter(folder.slice(begin, end), this.count);
      begin = end + 1;
    }
    return plan;
  }

  private startAfresh(): void {
    this.made = 0;
    this.top = rootPlan(this.map);
    this.young.clear();
    this.old.clear();
  }
}
