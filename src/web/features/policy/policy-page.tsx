import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ActivePolicyAnswer } from '../../../contract/policy.ts';
import { policyQuery } from '../../api/policy.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { mayChangePolicy } from './may-change.ts';
import classes from './policy-page.module.css';
import { PolicyTabs } from './policy-tabs.tsx';
import { RulesTable } from './rules-table.tsx';
import { VersionsList } from './versions-list.tsx';

const inside = getRouteApi('/inside');

const sentence = (text: string) => (text ? `: ${text.replace(/\.$/, '')}.` : '.');

function Lead({ policy }: { policy: ActivePolicyAnswer }) {
  const { activated } = policy;
  return (
    <>
      <Say
        text="<b>{policy}</b> decides how urgent a finding is, by when it is due and where it goes."
        b={(words) => <strong>{words}</strong>}
        policy={policy.label}
      />{' '}
      {activated ? (
        <>
          <Say
            text="In force since {at}, by {actor}"
            at={<RelativeTime at={activated.at} />}
            actor={activated.actor}
          />
          {sentence(activated.reason)}
        </>
      ) : (
        <>
          <Say
            text="Written by {author}, {at}"
            author={policy.author}
            at={<RelativeTime at={policy.createdAt} />}
          />
          {sentence(policy.reason)}
        </>
      )}
    </>
  );
}

/** What needs somebody: a version that waits, or a document that this release cannot read. */
function Notes({ waiting, standIn }: Pick<ActivePolicyAnswer, 'waiting' | 'standIn'>) {
  return (
    <>
      {standIn && (
        <p className={classes.note} role="alert">
          {t('{label} decides for now: {because}.', { label: standIn.label, because: standIn.because })}
        </p>
      )}
      {waiting && (
        <p className={classes.note}>
          <Say
            text="{author} saved <link>version {version}</link> {at}{reason} It is not in force yet."
            author={waiting.author}
            link={(words) => (
              <TextLink to="/policy/versions/$version" params={{ version: String(waiting.version) }}>
                {words}
              </TextLink>
            )}
            version={waiting.version}
            at={<RelativeTime at={waiting.createdAt} />}
            reason={sentence(waiting.reason)}
          />
        </p>
      )}
    </>
  );
}

function Rules({ policy }: { policy: ActivePolicyAnswer }) {
  return (
    <>
      <Notes {...policy} />
      {policy.priority.length > 0 && (
        <Section
          title={t('How urgent')}
          note={t('The first rule that holds decides. What was not assessed never makes a rule hold')}
        >
          <RulesTable kind="priority" rules={policy.priority} />
        </Section>
      )}
      <Section title={t('Where it goes')} note={t('Otherwise into the queue of its owner')}>
        {policy.routes.length > 0 ? (
          <RulesTable kind="routes" rules={policy.routes} />
        ) : (
          <Padded>
            <span className="quiet">{t('Everything goes to its owner.')}</span>
          </Padded>
        )}
      </Section>
    </>
  );
}

/** Everybody may read how decisions are made; every decision names the version that made it. */
export function PolicyPage() {
  const policy = useQuery(policyQuery);
  const { me } = inside.useRouteContext();
  return (
    <Page
      title={t('Policy')}
      lead={policy.data ? <Lead policy={policy.data} /> : <Skeleton height={16} width="70%" />}
      actions={
        mayChangePolicy(me.roles) && (
          <Button renderRoot={(props) => <Link to="/policy/edit" {...props} />} size="sm">
            {t('Edit')}
          </Button>
        )
      }
    >
      <PolicyTabs />
      <Answered query={policy} waiting={<TableSkeleton rows={8} />}>
        {(data) => <Rules policy={data} />}
      </Answered>
      <VersionsList />
      <Answered query={policy} waiting={<TableSkeleton rows={4} />}>
        {({ document }) => (
          <Section title={t('The document')} note={t('Everything, as it is written')}>
            <pre className={classes.document}>{document}</pre>
          </Section>
        )}
      </Answered>
    </Page>
  );
}
