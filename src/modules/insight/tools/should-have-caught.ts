import { type CheckKind, maskOf } from '../checks/kinds.ts';

/** A weakness that people found where tools had looked before. */
export interface LateFinding {
  kinds: readonly CheckKind[];
  openedAt: Date;
  /** Who looks at its repository, and since when. */
  lookers: readonly { tool: string; firstAt: Date }[];
  /** Tools that told of the same weakness, and when. */
  tellers: readonly { tool: string; at: Date }[];
}

/**
 * - `told`: a tool had told of it before; finding it again shows that it was not fixed, not that it was missed
 * - `missed`: tools that look for this kind looked there by then, and none told of it
 * - `uncovered`: a tool of this kind exists here and did not look there
 * - `beyond`: no tool here looks for such a thing
 */
export type Verdict = 'told' | 'missed' | 'uncovered' | 'beyond';

/** @returns what became of it, and the tools that should have told of it */
export function shouldHaveCaught(
  late: LateFinding,
  toolKinds: ReadonlyMap<string, number>,
): { verdict: Verdict; tools: string[] } {
  const mask = maskOf(late.kinds);
  const looksForIt = (tool: string) => ((toolKinds.get(tool) ?? 0) & mask) !== 0;
  if (late.tellers.some(({ tool, at }) => (toolKinds.get(tool) ?? 0) !== 0 && at <= late.openedAt))
    return { verdict: 'told', tools: [] };
  const tools = late.lookers
    .filter(({ tool, firstAt }) => firstAt <= late.openedAt && looksForIt(tool))
    .map(({ tool }) => tool);
  if (tools.length > 0) return { verdict: 'missed', tools };
  const exists = [...toolKinds.keys()].some(looksForIt);
  return { verdict: exists ? 'uncovered' : 'beyond', tools: [] };
}
