import type { InsightSearch } from '../../routes/search.ts';
import { t } from '../../texts/t.ts';
import { listed } from '../../ui/format.ts';

const WEEK_MS = 7 * 86_400_000;

const PERIOD_WORDS = {
  '13w': t('Last 13 weeks'),
  '26w': t('Last 26 weeks'),
  '52w': t('Last year'),
  '104w': t('Last 2 years'),
  '156w': t('Last 3 years'),
} as const;
export const PERIOD_OPTIONS = Object.entries(PERIOD_WORDS).map(([value, label]) => ({ value, label }));

/** What every insight is asked for, as the address says it. */
export interface Filter {
  team?: string | undefined;
  unit?: string | undefined;
  tool?: string | undefined;
  kind?: InsightSearch['kind'];
  priority?: InsightSearch['priority'];
  severity?: InsightSearch['severity'];
  from?: string | undefined;
  to?: string | undefined;
  firstLooks?: InsightSearch['firstLooks'];
}
export type FilterName = keyof Filter;

/** Days given by themselves win over a period; a period ends today. */
export function filterOf(search: InsightSearch, now: Date): Filter {
  const { team, unit, tool, kind, priority, severity, period, to, firstLooks } = search;
  const weeks = period === undefined ? undefined : Number.parseInt(period, 10);
  const since =
    weeks === undefined ? undefined : new Date(now.getTime() - weeks * WEEK_MS).toISOString().slice(0, 10);
  return { team, unit, tool, kind, priority, severity, from: search.from ?? since, to, firstLooks };
}

const NAMES: Record<FilterName, string> = {
  team: t('team'),
  unit: t('unit'),
  tool: t('tool'),
  kind: t('kind'),
  priority: t('priority'),
  severity: t('severity'),
  from: t('first day'),
  to: t('last day'),
  firstLooks: t('first looks'),
};

/** Takes away what a picture does not keep apart, and says so where it was asked for. */
export function without<Name extends FilterName>(filter: Filter, ...names: Name[]) {
  const asked = { ...filter };
  for (const name of names) delete asked[name];
  const dropped = names.filter((name) => filter[name] !== undefined).map((name) => NAMES[name]);
  const notes =
    dropped.length === 0
      ? []
      : [
          t('The filter by {dropped} does not reach this picture: these counts are not kept by it.', {
            dropped: listed(dropped),
          }),
        ];
  return { asked: asked as Omit<Filter, Name>, notes };
}
