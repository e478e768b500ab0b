import { t } from '../../texts/t.ts';
import { AgeingFigure } from './ageing-figure.tsx';
import { InsightPage } from './insight-page.tsx';
import { OpenFigures } from './open-figure.tsx';

export function OpenPage() {
  return (
    <InsightPage
      title={t('Insights')}
      lead={t('What is open, what came and went, and for how long it has been there.')}
    >
      <OpenFigures />
      <AgeingFigure />
    </InsightPage>
  );
}
