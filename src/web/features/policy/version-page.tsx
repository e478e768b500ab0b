import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { PolicyVersionDetail } from '../../../contract/policy-versions.ts';
import { policyQuery, versionDiffQuery, versionQuery } from '../../api/policy.ts';
import { Say } from '../../texts/say.tsx';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { Padded, Page, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';
import { TextSkeleton } from '../../ui/states.tsx';
import { TableSkeleton } from '../../ui/table-skeleton.tsx';
import { RelativeTime } from '../../ui/time.tsx';
import { DiffLines } from './diff-lines.tsx';
import { mayChangePolicy } from './may-change.ts';
import classes from './policy-page.module.css';
import { VersionActions } from './version-actions.tsx';
import { STATE_WORDS } from './versions-list.tsx';

const inside = getRouteApi('/inside');
const route = getRouteApi('/inside/policy/versions/$version');

/** What activating this version would change, or what it changed when it was written. */
function Difference({ version, active }: { version: PolicyVersionDetail; active: number }) {
  const from = version.version === active ? version.basedOn : active;
  const words = version.version === active ? t('the version it was written from') : t('what is in force');
  const query = useQuery({ ...versionDiffQuery(from ?? active, version.version), enabled: from !== null });
  if (from === null) return null;
  return (
    <Section title={t('What differs')} note={t('Compared with {words}, version {from}', { words, from })}>
      <Answered query={query} waiting={<TextSkeleton lines={6} />}>
        {({ patch }) =>
          patch === '' ? (
            <Padded>
              <span className="quiet">{t('Nothing: both say the same.')}</span>
            </Padded>
          ) : (
            <DiffLines patch={patch} />
          )
        }
      </Answered>
    </Section>
  );
}

function Life({ version }: { version: PolicyVersionDetail }) {
  const { author, createdAt, reason, approvedBy, approvedAt, withdrawnAt, activations } = version;
  return (
    <Section title={t('Its life')}>
      <Padded>
        <div>
          <Say
            text="{at}: written by {author}: {reason}"
            at={<RelativeTime at={createdAt} />}
            author={author}
            reason={reason}
          />
        </div>
        {approvedBy && approvedAt && (
          <div>
            <Say
              text="{at}: approved by {approvedBy}"
              at={<RelativeTime at={approvedAt} />}
              approvedBy={approvedBy}
            />
          </div>
        )}
        {withdrawnAt && (
          <div>
            <Say text="{at}: withdrawn" at={<RelativeTime at={withdrawnAt} />} />
          </div>
        )}
        {[...activations].reverse().map(({ at, actor, reason: why, again }) => (
          <div key={at}>
            <Say
              text={
                again
                  ? '{at}: in force, by {actor}: {why} (open findings decided again)'
                  : '{at}: in force, by {actor}: {why}'
              }
              at={<RelativeTime at={at} />}
              actor={actor}
              why={why}
            />
          </div>
        ))}
      </Padded>
    </Section>
  );
}

/** One version: what it changes, what became of it, what may be done with it. */
export function VersionPage() {
  const { version: number } = route.useParams();
  const { me } = inside.useRouteContext();
  const query = useQuery(versionQuery(Number(number)));
  const active = useQuery(policyQuery);
  return (
    <Page
      title={query.data?.label ?? t('Version {number}', { number })}
      above={<TextLink to="/policy">{t('Policy')}</TextLink>}
      lead={query.data && `${STATE_WORDS[query.data.state]}: ${query.data.reason}`}
    >
      <Answered query={query} waiting={<TableSkeleton rows={6} />}>
        {(version) => (
          <>
            {mayChangePolicy(me.roles) && <VersionActions version={version} />}
            {active.data && <Difference version={version} active={active.data.version} />}
            <Life version={version} />
            <Section title={t('The document')}>
              <pre className={classes.document}>{version.document}</pre>
            </Section>
          </>
        )}
      </Answered>
    </Page>
  );
}
