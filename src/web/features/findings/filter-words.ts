import type { FindingSearch } from '../../routes/search.ts';
import { words } from '../../ui/format.ts';

/** The filters as a sentence: "Open P1 dependency findings of Payments core in acme/checkout". */
export function filterSentence(search: FindingSearch, teamName: (key: string) => string): string {
  const {
    state = 'open',
    priority,
    severity,
    kind,
    tool,
    repository,
    team,
    unowned,
    text,
    scan,
    fix,
  } = search;
  const parts = [
    state === 'all' ? 'all' : state,
    priority,
    severity,
    kind && words(kind),
    'findings',
    team && `of ${teamName(team)}`,
    unowned && 'without an owner',
    repository && `in ${repository}`,
    tool && `told by ${tool}`,
    scan && 'of one scan',
    fix && 'removed by one fix',
    text && `that mention “${text}”`,
  ];
  const sentence = parts.filter(Boolean).join(' ');
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
