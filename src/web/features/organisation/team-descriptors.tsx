import { useQuery } from '@tanstack/react-query';
import { courseQuery } from '../../api/home.ts';
import { t } from '../../texts/t.ts';
import { Facts } from '../../ui/facts.tsx';
import { Padded, Section } from '../../ui/page.tsx';
import { TextLink } from '../../ui/row-link.tsx';

/** Whether the files that describe what a team owns are there, right and fresh. */
export function TeamDescriptors({ team }: { team: string }) {
  const { data } = useQuery(courseQuery(team));
  if (data === undefined) return null;
  const { repositories, services, undescribed, stale, invalid } = data.owns;
  if (repositories + services === 0) return null;
  const well = undescribed + stale + invalid === 0;
  return (
    <Section
      title={t('Descriptors')}
      action={
        <TextLink to="/ownership" search={{ team }}>
          {t('In ownership')}
        </TextLink>
      }
    >
      <Padded>
        <Facts
          facts={[
            [
              t('Owns'),
              `${t('{repositories, plural, one {# repository} other {# repositories}}', { repositories })}, ${t('{services, plural, one {# named service} other {# named services}}', { services })}`,
            ],
            [t('Not described'), undescribed > 0 && t('{undescribed} of them', { undescribed })],
            [
              t('With errors'),
              invalid > 0 && t('{invalid, plural, one {# file} other {# files}}', { invalid }),
            ],
            [
              t('Stale'),
              stale > 0 &&
                t('{stale, plural, one {# file} other {# files}}: nobody went through them for a year', {
                  stale,
                }),
            ],
            [t('Health'), well && t('all there, right and fresh')],
          ]}
        />
      </Padded>
    </Section>
  );
}
