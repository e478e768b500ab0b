import { useQuery } from '@tanstack/react-query';
import type { BountyPicture } from '../../../contract/insights/bounty.ts';
import { bountyPictureQuery } from '../../api/checks.ts';
import { tableAddress } from '../../api/client.ts';
import { t } from '../../texts/t.ts';
import { Answered } from '../../ui/answered.tsx';
import { BarRows } from '../../ui/charts/bar-rows.tsx';
import { Figure } from '../../ui/charts/figure.tsx';
import { FigureWaiting } from '../../ui/charts/figure-waiting.tsx';
import { categoryLook } from '../../ui/charts/looks.ts';
import { number } from '../../ui/format.ts';

/** Rows that are drawn; the table has all. */
const DRAWN = 12;

const quarterName = (day: string) =>
  `Q${Math.floor((Number(day.slice(5, 7)) - 1) / 3) + 1} ${day.slice(0, 4)}`;
const nameOf = ({ service, target }: BountyPicture['services'][number]) =>
  service === null ? target : `${service} (${target})`;
const sum = (quarters: BountyPicture['total'], of: 'bounty' | 'test') =>
  quarters.reduce((all, quarter) => all + quarter[of], 0);

/** Reports of bug bounty and penetration tests, by service; small counts as they are. */
export function BountyFigure() {
  const query = useQuery(bountyPictureQuery({}));
  return (
    <Answered query={query} waiting={<FigureWaiting height={200} />}>
      {({ sentence, quarters, services, total, formulas }) => (
        <Figure
          title={t('Reported by people: {sentence}', { sentence })}
          formula={formulas.bountyReports}
          csv={tableAddress('insights/bounty', {})}
          file="bounty"
          table={{
            caption: t('Reports of bug bounty and penetration tests by service and quarter'),
            columns: [
              { name: t('Service') },
              ...quarters.map((day) => ({ name: quarterName(day) })),
              { name: t('Open') },
            ],
            rows: [
              ...services.map((one) => ({
                key: `${one.target} ${one.service}`,
                cells: [
                  nameOf(one),
                  ...one.quarters.map(({ bounty, test }) => number(bounty + test)),
                  number(one.open),
                ],
              })),
              { key: 'all', cells: [t('All'), ...total.map(({ bounty, test }) => number(bounty + test))] },
            ],
          }}
          notes={[t('Two years; the first colour is bug bounty, the second penetration tests.')]}
        >
          <BarRows
            label={t('Reports by service')}
            rows={services.slice(0, DRAWN).map((one) => ({
              key: `${one.target} ${one.service}`,
              name: nameOf(one),
              value: one.reports,
              words: t('{reports, plural, one {# report} other {# reports}}, {open, number} open', {
                reports: one.reports,
                open: one.open,
              }),
              parts: [
                { key: 'bounty', value: sum(one.quarters, 'bounty'), look: categoryLook(0) },
                { key: 'test', value: sum(one.quarters, 'test'), look: categoryLook(1) },
              ],
            }))}
          />
        </Figure>
      )}
    </Answered>
  );
}
