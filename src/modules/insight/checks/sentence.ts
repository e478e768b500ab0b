import type { ChecksSummary } from '../../../contract/checks.ts';

/** "12 repositories have no dependency check, 3 no secret check." */
export function checksSentence(repositories: number, kinds: ChecksSummary['kinds']): string {
  if (repositories === 0) return 'There is no repository to look at yet.';
  const gaps = kinds.filter(({ everywhere, missing }) => everywhere && missing > 0);
  const [first, ...others] = gaps.sort((a, b) => b.missing - a.missing);
  if (!first) return 'Every repository has a check of dependencies, code and secrets.';
  const verb = first.missing === 1 ? 'repository has' : 'repositories have';
  const rest = others.map(({ kind, missing }) => `, ${missing.toLocaleString('en')} no ${kind} check`);
  return `${first.missing.toLocaleString('en')} ${verb} no ${first.kind} check${rest.join('')}.`;
}
