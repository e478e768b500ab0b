import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { t } from '../texts/t.ts';
import classes from './undo.module.css';

/** Long enough to read it and to reach the button by keyboard. */
const UNDO_MS = 12_000;

/** Says that it is done, and takes it back. A newer toast of the same name takes its place. */
export function offerUndo(toast: string, message: string, undo: () => void): void {
  notifications.hide(toast);
  notifications.show({
    id: toast,
    autoClose: UNDO_MS,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': t('Dismiss') },
    message: (
      <span className={classes.toast}>
        {message}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(toast);
            undo();
          }}
        >
          {t('Undo')}
        </Button>
      </span>
    ),
  });
}

export const hideUndo = (toast: string): void => void notifications.hide(toast);
