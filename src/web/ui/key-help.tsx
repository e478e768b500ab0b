import { Kbd, Modal } from '@mantine/core';
import { t } from '../texts/t.ts';
import classes from './key-help.module.css';
import { GO_TO } from './keyboard.ts';

const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['j'], t('Next row')],
  [['k'], t('Previous row')],
  [['Enter'], t('Open the row')],
  [['x'], t('Choose the row')],
  [['e'], t('Ask for an exception for what is chosen')],
  [['/'], t('Search in the list')],
  [['c'], t('Report a finding')],
  ...GO_TO.map(([key, name]) => [['g', key], name] as const),
  [['?'], t('This help')],
];

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('Keys')}
      centered
      size="sm"
      closeButtonProps={{ 'aria-label': t('Close') }}
    >
      <dl className={classes.keys}>
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
