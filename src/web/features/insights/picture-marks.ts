import type { Mark as MarkSaid } from '../../../contract/insights/shared.ts';
import { t } from '../../texts/t.ts';
import type { Mark } from '../../ui/charts/marks.ts';
import { listed } from '../../ui/format.ts';

/** The name of a tool where the server says "codeql begins". */
const nameOf = ({ source, title }: MarkSaid) => (source === 'tool' ? title.replace(/ begins$/, '') : title);

/** What happened, as pictures draw it; that a tool begins is said by the shape of its mark. */
export const pictureMarks = (marks: readonly MarkSaid[]): Mark[] =>
  marks.map((mark) => ({ at: mark.at, label: nameOf(mark), kind: mark.source }));

export interface Happening {
  key: string;
  at: string;
  words: string;
  /** `mrk_…`: has an effect to look at. */
  id: string | null;
}

/** What happened, newest first; the tools of one day are told together. */
export function happenings(marks: readonly MarkSaid[]): Happening[] {
  const told = new Map<string, { mark: MarkSaid; names: string[] }>();
  for (const mark of marks) {
    const key =
      mark.source === 'tool' ? t('{at} tool', { at: mark.at }) : `${mark.at} ${mark.id ?? mark.title}`;
    const names = [...(told.get(key)?.names ?? []), nameOf(mark)];
    told.set(key, { mark, names });
  }
  return [...told]
    .map(([key, { mark, names }]) => ({
      key,
      at: mark.at,
      id: mark.id,
      words: mark.source === 'tool' ? t('New: {names}', { names: listed(names) }) : names[0]!,
    }))
    .sort((a, b) => b.at.localeCompare(a.at));
}
