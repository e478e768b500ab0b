import { Button, CopyButton } from '@mantine/core';
import { t } from '../../texts/t.ts';
import { IconCheck, IconX } from '../../ui/icons.ts';
import classes from './people-page.module.css';

interface Props {
  label: string;
  secret: string;
  done: () => void;
}

/** A secret that the server tells once and keeps only as a hash. */
export function ShownOnce({ label, secret, done }: Props) {
  return (
    <output className={classes.once}>
      <p>{t('{label} It is shown only now.', { label })}</p>
      <code className={classes.secret}>{secret}</code>
      <div className={classes.buttons}>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy} leftSection={copied ? <IconCheck size={14} /> : undefined}>
              {copied ? t('Copied') : t('Copy')}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={done} leftSection={<IconX size={14} />}>
          {t('I have it')}
        </Button>
      </div>
    </output>
  );
}
