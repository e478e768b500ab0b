import type { ChecksSummary } from '../../../../contract/checks.ts';
import { t } from '../../../texts/t.ts';
import { Breakable } from '../../../ui/breakable.tsx';
import { Padded, Section } from '../../../ui/page.tsx';
import { TextLink } from '../../../ui/row-link.tsx';
import { RelativeTime } from '../../../ui/time.tsx';
import classes from './checks.module.css';

/** Shown of what may be a long list; the rest is a number. */
const SHOWN = 12;

/** Scanners that used to look and have stopped. */
export function SilentScanners({ summary }: { summary: ChecksSummary }) {
  const { silent, silentCount, silentDays, silentTools } = summary;
  return (
    <Section
      title={t('Silent scanners')}
      note={
        silentCount >= 1000
          ? t('1,000 and more')
          : t('{silentCount, number}, for {silentDays} days or longer', { silentCount, silentDays })
      }
    >
      <Padded>
        {silentTools.length > 0 && (
          <p>
            {t('No complete scan of anything in {silentDays, plural, one {# day} other {# days}}: {join}.', {
              silentDays,
              join: silentTools.map(({ tool }) => tool).join(', '),
            })}
          </p>
        )}
        {silent.length === 0 && <span className="quiet">{t('Every scanner has looked lately.')}</span>}
        <ul className={classes.list}>
          {silent.slice(0, SHOWN).map(({ repository, tool, lastAt }) => (
            <li key={`${repository} ${tool}`}>
              <span className={classes.name}>
                <Breakable text={repository} />
                <span className={classes.tool}>{tool}</span>
              </span>
              <RelativeTime at={lastAt} />
            </li>
          ))}
        </ul>
        {silentCount > SHOWN && <p className="quiet">{t('The latest {SHOWN} to fall silent.', { SHOWN })}</p>}
      </Padded>
    </Section>
  );
}

export function FailedScans({ failed }: Pick<ChecksSummary, 'failed'>) {
  return (
    <Section title={t('Failed scans')} note={failed.length === 0 ? undefined : t('Newest first')}>
      <Padded>
        {failed.length === 0 && <span className="quiet">{t('No scan has failed.')}</span>}
        <ul className={classes.list}>
          {failed.slice(0, SHOWN).map(({ scan, target, tool, receivedAt }) => (
            <li key={scan}>
              <span className={classes.name}>
                <TextLink to="/scans/$scanId" params={{ scanId: scan }}>
                  <Breakable text={target} />
                </TextLink>
                <span className={classes.tool}>{tool ?? t('unknown tool')}</span>
              </span>
              <RelativeTime at={receivedAt} />
            </li>
          ))}
        </ul>
      </Padded>
    </Section>
  );
}
