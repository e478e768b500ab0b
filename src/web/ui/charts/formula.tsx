import { Tooltip, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import { t } from '../../texts/t.ts';
import { IconInfoCircle } from '../icons.ts';
import classes from './figure.module.css';

type Text = string | readonly (readonly [name: string, text: string])[];

/** How a number is made: by pointer, focus or press; Escape takes it away. */
export function Formula({ text, label = t('How this is counted') }: { text: Text; label?: string }) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const parts = typeof text === 'string' ? [['', text] as const] : text;
  const words = parts.map(([name, each]) => (
    <span key={name} className={classes.formulaPart}>
      {name && <strong>{name}: </strong>}
      {each}
    </span>
  ));
  return (
    <>
      <Tooltip
        label={words}
        opened={shown}
        multiline
        w={340}
        withArrow
        classNames={{ tooltip: classes.formula }}
      >
        <UnstyledButton
          className={classes.formulaButton}
          aria-label={label}
          aria-describedby={id}
          onMouseEnter={() => setShown(true)}
          onMouseLeave={() => setShown(false)}
          onFocus={() => setShown(true)}
          onBlur={() => setShown(false)}
          onClick={() => setShown(true)}
          onKeyDown={({ key }) => key === 'Escape' && setShown(false)}
        >
          <IconInfoCircle size={16} aria-hidden />
        </UnstyledButton>
      </Tooltip>
      <span id={id} className="hidden">
        {words}
      </span>
    </>
  );
}
