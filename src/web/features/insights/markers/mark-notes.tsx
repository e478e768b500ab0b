import { useState } from 'react';
import type { Mark } from '../../../../contract/insights/shared.ts';
import { t } from '../../../texts/t.ts';
import { axisDay } from '../../../ui/charts/days.ts';
import { useNow } from '../../../ui/now.ts';
import { happenings } from '../picture-marks.ts';
import { EffectDrawer } from './effect-drawer.tsx';
import classes from './markers.module.css';

/** As many as one reads; all of them stand in the picture. */
const MOST = 8;

/** What happened, newest first; marks that people set lead to what changed after them. */
export function MarkNotes({ marks }: { marks: readonly Mark[] }) {
  const now = useNow();
  const [chosen, setChosen] = useState<{ id: string; title: string } | null>(null);
  if (marks.length === 0) return null;
  return (
    <>
      <ul className={classes.marks} aria-label={t('What happened')}>
        {happenings(marks)
          .slice(0, MOST)
          .map(({ key, at, words, id }) => (
            <li key={key}>
              <span className={classes.day}>{axisDay(at, 'day', now)}</span>
              <span>{words}</span>
              {id !== null && (
                <button
                  type="button"
                  className={classes.effect}
                  onClick={() => setChosen({ id, title: words })}
                >
                  {t('before and after')}
                </button>
              )}
            </li>
          ))}
      </ul>
      <EffectDrawer marker={chosen} close={() => setChosen(null)} />
    </>
  );
}
