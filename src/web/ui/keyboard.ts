import { useHotkeys } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { t } from '../texts/t.ts';

const SEQUENCE_MS = 1_200;

/** Moves the focus to the next or previous row of the page; without one, to the first. */
function step(by: 1 | -1) {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-row-link]')];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
  rows[next]!.focus({ focusVisible: true } as FocusOptions);
  rows[next]!.scrollIntoView({ block: 'nearest' });
}

function focusSearch(event: KeyboardEvent) {
  const search = document.querySelector<HTMLInputElement>('input[type="search"]');
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
}

export const GO_TO = [
  ['h', t('Home'), '/'],
  ['o', t('Company'), '/company'],
  ['t', t('Tickets'), '/tickets'],
  ['a', t('Asks'), '/asks'],
  ['f', t('Findings'), '/findings'],
  ['i', t('Insights'), '/insights'],
  ['u', t('Without an owner'), '/unowned'],
  ['m', t('Teams'), '/teams'],
  ['s', t('Scans'), '/scans'],
] as const;

/** The keys that work on every page; texts being typed are left alone. */
export function usePageKeys({ help, report }: { help: () => void; report: () => void }) {
  const navigate = useNavigate();
  const goSince = useRef(0);
  /** The second key of `g` and a letter. */
  const going = () => Date.now() - goSince.current < SEQUENCE_MS;
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['/', focusSearch, { preventDefault: false }],
    ['shift+?', help],
    ['c', report],
    [
      'g',
      () => {
        goSince.current = Date.now();
      },
    ],
    ...GO_TO.map(
      ([key, , to]) =>
        [
          key,
          () => {
            if (going()) void navigate({ to });
          },
        ] as [string, () => void],
    ),
  ]);
}
