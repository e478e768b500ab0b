import { Button, CopyButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Connection } from '../../../contract/connections.ts';
import type { LaneHealth } from '../../../contract/deliveries.ts';
import { tryConnection } from '../../api/connections.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { sentenceOf } from '../../ui/format.ts';
import { Padded, Section } from '../../ui/page.tsx';
import { ProblemState } from '../../ui/states.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { outgoingInWords } from './connection-words.ts';
import classes from './connections.module.css';
import { Standing } from './standing.tsx';

/** "Test": what was found, or precisely what is missing. */
function Test({ connection }: { connection: Connection }) {
  const queries = useQueryClient();
  const trying = useMutation({
    mutationFn: () => tryConnection(connection.key),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['connections'] }),
        queries.invalidateQueries({ queryKey: ['deliveries'] }),
      ]),
  });
  const works = trying.data?.ok ?? (connection.lastError ? false : undefined);
  const says = trying.data?.says ?? connection.lastError?.says ?? [];
  return (
    <>
      <Button
        size="sm"
        variant="default"
        fullWidth
        loading={trying.isPending}
        onClick={() => trying.mutate()}
      >
        {t('Test the connection')}
      </Button>
      <div role="status">
        {works !== undefined && (
          <p className={classes.verdict}>
            <Standing
              standing={works ? 'works' : 'broken'}
              words={works ? t('It works.') : t('It does not work yet.')}
            />
          </p>
        )}
        {says.length > 0 && (
          <ul className={classes.says}>
            {says.map((text) => (
              <li key={text}>{sentenceOf(text)}</li>
            ))}
          </ul>
        )}
      </div>
      {trying.error && <ProblemState error={trying.error} />}
    </>
  );
}

function HookAddress({ path }: { path: string }) {
  const address = `${window.location.origin}${path}`;
  return (
    <span className={classes.address}>
      <code>{address}</code>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="default" onClick={copy}>
            {copied ? t('Copied') : t('Copy')}
          </Button>
        )}
      </CopyButton>
    </span>
  );
}

export function ConnectionSide({
  connection,
  health,
}: {
  connection: Connection;
  health: LaneHealth | null;
}) {
  const { lastOkAt, lastError, hookPath, hookRefusals, createdAt } = connection;
  return (
    <>
      <Section title={t('Does it work?')}>
        <Padded>
          <Test connection={connection} />
        </Padded>
      </Section>
      <Section title={t('About')}>
        <Padded>
          <Facts
            facts={[
              [t('Worked last'), lastOkAt ? <RelativeTime key="ok" at={lastOkAt} /> : 'never'],
              [t('Failed last'), lastError && <RelativeTime at={lastError.at} />],
              [t('Goes out'), health && outgoingInWords(health)],
              [t('Oldest that waits'), health?.oldestAt && <RelativeTime at={health.oldestAt} />],
              [
                t('Waits'),
                health?.paused && (
                  <Say
                    text="{says} Tried again {until}."
                    says={sentenceOf(health.paused.says)}
                    until={<RelativeTime at={health.paused.until} />}
                  />
                ),
              ],
              [t('Webhooks come to'), hookPath && <HookAddress path={hookPath} />],
              [
                t('Webhooks not taken'),
                hookRefusals && (
                  <Say
                    text="{times}, the last {at}. {says}"
                    times={hookRefusals.times}
                    at={<RelativeTime at={hookRefusals.lastAt} />}
                    says={sentenceOf(hookRefusals.says)}
                  />
                ),
              ],
              [t('Made'), <RelativeTime key="made" at={createdAt} />],
            ]}
          />
        </Padded>
      </Section>
    </>
  );
}
