import type { AskRow } from '../../../contract/asks.ts';
import { Say } from '../../texts/say.tsx';
import { Breakable } from '../../ui/breakable.tsx';
import { RowLink } from '../../ui/row-link.tsx';
import { Due } from '../../ui/time.tsx';
import { turnOf } from '../asks/ask-words.ts';
import { Waited } from '../asks/waited.tsx';
import classes from './home.module.css';

/** Asks as the meeting speaks of them: what, and who waits for whom since when. */
export function AskList({ asks }: { asks: readonly AskRow[] }) {
  return (
    <ul className={classes.list}>
      {asks.map((ask) => (
        <li key={ask.id} className={classes.item}>
          <div className={classes.itemWords}>
            <RowLink to="/asks/$askId" params={{ askId: ask.key }}>
              <Breakable text={ask.title} />
            </RowLink>
            <div className={classes.under}>
              <span>{ask.key}</span>
              <span>
                <Say
                  text="waits for {name} {waited}"
                  name={turnOf(ask).name}
                  waited={<Waited since={ask.waitsSince} />}
                />
              </span>
              {ask.sprint && <span>{ask.sprint}</span>}
            </div>
          </div>
          {ask.dueAt && (
            <span className={classes.itemSide}>
              <Due at={ask.dueAt} />
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
