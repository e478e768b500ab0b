import { Button, Modal } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useState } from 'react';
import type { BulkRequest } from '../../../../contract/bulk.ts';
import { t } from '../../../texts/t.ts';
import { number } from '../../../ui/format.ts';
import { BulkForm } from './bulk-form.tsx';
import classes from './explorer.module.css';
import type { Selection } from './use-selection.ts';

type Kind = BulkRequest['action']['kind'];
const TITLES: Record<Kind, string> = {
  'not-useful': t('Not useful'),
  exception: t('Ask for an exception'),
  close: t('Close with evidence'),
};
const KINDS: readonly Kind[] = ['not-useful', 'exception', 'close'];

interface Props {
  selection: Selection;
  /** All that match the filter now; null = it is not known yet. */
  matching: { count: number; more: boolean } | null;
}

/** What can be done to what is chosen. */
export function BulkBar({ selection, matching }: Props) {
  const [kind, setKind] = useState<Kind | null>(null);
  useHotkeys([['e', () => selection.size > 0 && setKind('exception')]]);
  if (selection.size === 0) return null;
  const all = selection.of && 'filter' in selection.of;
  const others = matching && !all && (matching.more || matching.count > selection.size);
  return (
    <section className={classes.bulkBar} aria-label={t('Chosen findings')}>
      <span className={classes.bulkCount} aria-live="polite">
        {all
          ? t('All that match: {value}', {
              value: !matching
                ? '…'
                : matching.more
                  ? t('more than {count, number}', { count: matching.count })
                  : number(matching.count),
            })
          : t('{size, plural, one {# finding} other {# findings}} chosen', { size: selection.size })}
      </span>
      {others && (
        <Button size="compact-sm" variant="subtle" onClick={selection.chooseAll}>
          {t('Choose all {value}', { value: matching.more ? t('that match') : number(matching.count) })}
        </Button>
      )}
      <span className={classes.bulkActs}>
        {KINDS.map((one) => (
          <Button key={one} size="compact-sm" variant="default" onClick={() => setKind(one)}>
            {TITLES[one]}
          </Button>
        ))}
        <Button size="compact-sm" variant="subtle" color="gray" onClick={selection.clear}>
          {t('None')}
        </Button>
      </span>
      <Modal
        opened={kind !== null}
        onClose={() => setKind(null)}
        title={kind ? TITLES[kind] : ''}
        centered
        closeButtonProps={{ 'aria-label': t('Close') }}
      >
        {kind && selection.of && (
          <BulkForm
            kind={kind}
            of={selection.of}
            close={(done) => {
              setKind(null);
              if (done) selection.clear();
            }}
          />
        )}
      </Modal>
    </section>
  );
}
