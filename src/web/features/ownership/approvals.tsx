import { Button } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Approval } from '../../../contract/approvals.ts';
import { answerAnApproval, approvalsQuery } from '../../api/ownership.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Breakable } from '../../ui/breakable.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import classes from './dispute-card.module.css';

const inside = getRouteApi('/inside');

/** Who may lower what is asked of a service. */
const decides = (roles: readonly string[]) => roles.includes('admin') || roles.includes('security');

function Waiting({ approval }: { approval: Approval }) {
  const { me } = inside.useRouteContext();
  const queries = useQueryClient();
  const answering = useMutation({
    mutationFn: (answer: 'approve' | 'refuse') => answerAnApproval(approval.id, answer),
    onSettled: () => queries.invalidateQueries(),
  });
  return (
    <article className={classes.card} aria-label={approval.sentence}>
      <p className={classes.words}>{approval.sentence}</p>
      <p className={classes.quiet}>
        <Say
          text="{file}, asked {asked}; lapses {lapses}. Until then the stricter value holds."
          file={<Breakable text={`${approval.repository}/${approval.file}`} />}
          asked={<RelativeTime at={approval.askedAt} />}
          lapses={<RelativeTime at={approval.lapsesAt} />}
        />
      </p>
      {answering.error && <ProblemState error={answering.error} />}
      {decides(me.roles) && (
        <div className={classes.buttons}>
          <Button size="xs" loading={answering.isPending} onClick={() => answering.mutate('approve')}>
            {t('Approve')}
          </Button>
          <Button size="xs" variant="default" onClick={() => answering.mutate('refuse')}>
            {t('Keep the stricter value')}
          </Button>
        </div>
      )}
    </article>
  );
}

/** What files would lower: exposure, tier, data and the like wait for somebody's yes. */
export function Approvals() {
  const query = useInfiniteQuery(approvalsQuery);
  return (
    <Section title={t('Waiting for approval')} note={t('Changes in descriptors that lower a risk')}>
      <ListView
        query={query}
        waiting={<TableSkeleton rows={2} />}
        empty={
          <Padded>
            <span className="quiet">
              {t(
                'Nothing waits. When an about.yaml lowers its own risk, say from internet to internal, it asks here first.',
              )}
            </span>
          </Padded>
        }
      >
        {(approvals) => approvals.map((approval) => <Waiting key={approval.id} approval={approval} />)}
      </ListView>
    </Section>
  );
}
