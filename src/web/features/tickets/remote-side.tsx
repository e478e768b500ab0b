import type { RemoteRecord } from '../../../contract/remote.ts';
import { t } from '../../texts/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { remoteInWords, systemName } from './remote-words.ts';
import classes from './ticket-page.module.css';

/** What the team's own tracker says, beside what we say. */
export function RemoteSide({ remote }: { remote: RemoteRecord }) {
  const { system, key, url, place, status, sprint, assignee, dueOn, seenAt, toldAt, connection, problem } =
    remote;
  return (
    <Section title={t('In {system}', { system: systemName(system) })}>
      <Padded>
        <p className={classes.remote}>{remoteInWords(remote)}</p>
        <Facts
          facts={[
            [
              t('Ticket'),
              key &&
                (url ? (
                  <a href={url} className="link">
                    {key}
                  </a>
                ) : (
                  key
                )),
            ],
            [t('Place'), place],
            [t('Status'), status],
            [t('Assignee'), assignee],
            [t('Sprint'), sprint],
            [t('Due there'), dueOn],
            [t('Told'), toldAt && <RelativeTime at={toldAt} />],
            [t('Read'), seenAt && <RelativeTime at={seenAt} />],
          ]}
        />
        {problem && connection && (
          <p className={classes.stuck}>
            <TextLink to="/deliveries" search={{ connection, state: 'parked' }}>
              {t('What is stuck')}
            </TextLink>
          </p>
        )}
      </Padded>
    </Section>
  );
}
