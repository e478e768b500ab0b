import { useInfiniteQuery } from '@tanstack/react-query';
import type { Finding } from '../../../contract/findings.ts';
import { disputesQuery } from '../../api/ownership.ts';
import { t } from '../../texts/t.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { DisputeCard } from './dispute-card.tsx';
import classes from './finding-owner.module.css';
import { NotOurs } from './not-ours.tsx';
import { TakeOver } from './take-over.tsx';

/** Whose it is can be put right where it is seen: ours, not ours, or an open question with its arbiter. */
export function FindingOwner({ finding }: { finding: Finding }) {
  const disputes = useInfiniteQuery(disputesQuery({ state: 'open', finding: finding.id }));
  const open = finding.state === 'open' || finding.state === 'reopened';
  if (!open) return null;
  const dispute = disputes.data?.[0];
  return (
    <Section title={dispute ? t('Whose is it? Disputed') : t('Whose is it?')}>
      {dispute ? (
        <DisputeCard dispute={dispute} own />
      ) : (
        <Padded>
          <p className={classes.words}>
            {finding.unowned
              ? t('Nobody yet. If it is your team’s, one click says so.')
              : t('{name} has it. If that is wrong, say so; its date stays.', { name: finding.owner.name })}
          </p>
          <div className={classes.buttons}>
            <TakeOver
              place={{ finding: finding.id, scope: 'folder' }}
              except={finding.unowned ? undefined : finding.owner.key}
            />
            <NotOurs finding={finding} from={finding.owner.key} unowned={finding.unowned} />
          </div>
        </Padded>
      )}
    </Section>
  );
}
