import type { z } from 'zod';
import type { resolvedOwner } from '../../../contract/ownership.ts';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { Reasons } from '../../ui/trail.tsx';
import classes from './owner-resolver.module.css';

type Answer = z.infer<typeof resolvedOwner>;

function Reached({ answer: { contact, ...answer } }: { answer: Answer }) {
  const exposure = 'exposure' in answer ? answer.exposure : null;
  return (
    <Facts
      facts={[
        [t('Queue'), contact.queue],
        [t('Channel'), contact.channel],
        [t('On call'), contact.oncall],
        [t('Manager'), contact.manager && <Breakable text={contact.manager} />],
        [t('Service'), exposure?.service],
        [t('Exposure'), exposure?.exposure],
        [t('Tier'), exposure?.tier],
        [t('Data'), exposure?.data.join(', ')],
        [t('Compliance'), exposure?.compliance.join(', ')],
      ]}
    />
  );
}

/** The owner with the whole trail, how to reach them, and what is wrong in the files that say so. */
export function ResolvedOwner({ answer }: { answer: Answer }) {
  const problems = 'problems' in answer ? answer.problems : [];
  return (
    <div className={classes.answer} aria-live="polite">
      <p className={classes.owner}>
        {answer.unowned ? (
          t('Nobody yet: {owner} takes care meanwhile', { owner: answer.owner })
        ) : (
          <TextLink to="/teams/$teamKey" params={{ teamKey: answer.owner }}>
            {answer.owner}
          </TextLink>
        )}
      </p>
      <div className={classes.sides}>
        <div>
          <Reasons because={answer.because} />
          {problems.map(({ file, line, column, message, suggestion }) => (
            <p key={`${file}:${line}:${column}:${message}`} className={classes.problem}>
              <span className={classes.place}>
                <Breakable text={`${file}:${line}:${column}`} />
              </span>{' '}
              {message}
              {suggestion &&
                !message.includes(suggestion) &&
                ` (${t('did you mean {suggestion}?', { suggestion })})`}
            </p>
          ))}
        </div>
        <Reached answer={answer} />
      </div>
    </div>
  );
}
