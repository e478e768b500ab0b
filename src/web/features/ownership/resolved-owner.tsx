import type { z } from 'zod';
import type { resolvedOwner } from '../../../contract/ownership.ts';
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
        ['Queue', contact.queue],
        ['Channel', contact.channel],
        ['On call', contact.oncall],
        ['Manager', contact.manager && <Breakable text={contact.manager} />],
        ['Service', exposure?.service],
        ['Exposure', exposure?.exposure],
        ['Tier', exposure?.tier],
        ['Data', exposure?.data.join(', ')],
        ['Compliance', exposure?.compliance.join(', ')],
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
          <>Nobody yet: {answer.owner} takes care meanwhile</>
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
              {suggestion && !message.includes(suggestion) && ` (did you mean ${suggestion}?)`}
            </p>
          ))}
        </div>
        <Reached answer={answer} />
      </div>
    </div>
  );
}
