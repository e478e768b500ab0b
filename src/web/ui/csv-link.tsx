import { Button } from '@mantine/core';
import { t } from '../texts/t.ts';
import classes from './charts/figure.module.css';

/** A list to take away, beside its title, as quiet as at a picture. */
export const CsvLink = ({ href }: { href: string }) => (
  <Button
    component="a"
    href={href}
    download
    variant="subtle"
    color="gray"
    size="compact-sm"
    className={classes.tool}
  >
    {t('CSV')}
  </Button>
);
