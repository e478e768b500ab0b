import { Button } from '@mantine/core';
import { t } from '../texts/t.ts';

/** A list to take away, beside its title. */
export const CsvLink = ({ href }: { href: string }) => (
  <Button component="a" href={href} download variant="subtle" color="gray" size="compact-sm">
    {t('CSV')}
  </Button>
);
