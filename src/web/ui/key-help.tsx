import { Kbd, Modal } from '@mantine/core';
import classes from './key-help.module.css';
import { GO_TO } from './keyboard.ts';

const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['j'], 'Next row'],
  [['k'], 'Previous row'],
  [['Enter'], 'Open the row'],
  [['/'], 'Search in the list'],
  [['c'], 'Report a finding'],
  ...GO_TO.map(([key, name]) => [['g', key], name] as const),
  [['?'], 'This help'],
];

export function KeyHelp({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      centered
      size="sm"
      closeButtonProps={{ 'aria-label': 'Close' }}
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
