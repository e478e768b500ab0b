import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { t } from '../../texts/t.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useInsights } from './use-insights.ts';

/** Instead of pictures of nothing: what will be here, and the one thing to do. */
export function NothingCounted({ asOf }: { asOf: string | null }) {
  const { search, clear } = useInsights();
  const filtered = Object.values(search).some((value) => value !== undefined);
  if (asOf !== null && filtered)
    return (
      <Section title={t('Pictures')} silent>
        <EmptyState
          title={t('Nothing was found with this filter.')}
          action={
            <Button variant="default" onClick={clear}>
              {t('Clear the filter')}
            </Button>
          }
        />
      </Section>
    );
  return (
    <Section title={t('Pictures')} silent>
      <EmptyState
        title={t('There is nothing to count yet.')}
        action={<Button renderRoot={(props) => <Link to="/scans" {...props} />}>{t('Send a report')}</Button>}
      >
        {t(
          'With the first reports the pictures begin: what is open, what came and went, and how long fixes take.',
        )}
      </EmptyState>
    </Section>
  );
}
