import { Button, CopyButton } from '@mantine/core';
import { t } from '../../texts/t.ts';
import classes from './security.module.css';

/** For the day on which the phone is gone: shown once, to be kept where the phone is not. */
export function RecoveryCodes({ codes, done }: { codes: readonly string[]; done: () => void }) {
  return (
    <output className={classes.once}>
      <p className={classes.words}>
        {t(
          'Keep these ten codes where your phone is not. Each stands in for the app once; they are shown only now.',
        )}
      </p>
      <ul className={classes.codes}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className={classes.buttons}>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? t('Copied') : t('Copy all')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={done}>{t('I have kept them')}</Button>
      </div>
    </output>
  );
}
