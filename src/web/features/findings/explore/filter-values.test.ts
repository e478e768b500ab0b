import { expect, it } from 'vitest';
import { activeFilters, toggled } from './filter-values.ts';

it('a value is added to those chosen, taken away from them, and the last one takes the filter with it', () => {
  expect(toggled({}, 'priority', 'P0')).toEqual({ priority: 'P0' });
  expect(toggled({ priority: 'P0' }, 'priority', 'P1')).toEqual({ priority: 'P0,P1' });
  expect(toggled({ priority: 'P0,P1' }, 'priority', 'P0')).toEqual({ priority: 'P1' });
  expect(toggled({ priority: 'P1' }, 'priority', 'P1')).toEqual({ priority: undefined });
});

it('every filter that holds is said and can be taken away on its own', () => {
  const search = {
    state: 'all' as const,
    text: 'x',
    kind: 'code,web',
    unowned: true as const,
    openedSince: '2026-01-05',
  };
  const shown = activeFilters(search, undefined);
  expect(shown.map(({ label }) => label)).toEqual([
    'Code',
    'Web',
    'Without an owner',
    'Opened since 2026-01-05',
  ]);
  expect(shown[0]?.without).toEqual({ kind: 'web' });
  expect(shown[2]?.without).toEqual({ unowned: undefined });
});
