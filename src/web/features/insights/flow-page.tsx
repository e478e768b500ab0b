import { t } from '../../texts/t.ts';
import { DeadlineFigures } from './deadline-figures.tsx';
import { InsightPage } from './insight-page.tsx';
import { TimeToFixFigures } from './time-to-fix-figures.tsx';

export function FlowPage() {
  return (
    <InsightPage
      title={t('Do we fix in time?')}
      lead={t('How long a fix takes, what still waits counted in, and which dates were met.')}
    >
      <TimeToFixFigures />
      <DeadlineFigures />
    </InsightPage>
  );
}
