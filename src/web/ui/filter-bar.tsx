import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { t } from '../texts/t.ts';
import classes from './filter-bar.module.css';
import { IconX } from './icons.ts';

interface Props {
  children: ReactNode;
  /** Whether anything is filtered at all. */
  active: boolean;
  clear: () => void;
}

/** Filters in one line; they live in the address, so that a view can be sent to somebody. */
export function FilterBar({ children, active, clear }: Props) {
  return (
    <search className={classes.bar} aria-label={t('Filters')}>
      {children}
      {active && (
        <Button variant="subtle" color="gray" size="sm" leftSection={<IconX size={14} />} onClick={clear}>
          {t('Clear')}
        </Button>
      )}
    </search>
  );
}
