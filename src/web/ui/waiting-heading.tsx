import { Skeleton } from '@mantine/core';
import { t } from '../texts/t.ts';

/** Keeps the place of a heading while its words are on their way. */
export function WaitingHeading({ width }: { width: number | string }) {
  return (
    <>
      <span className="hidden">{t('Loading')}</span>
      <Skeleton component="span" display="block" height={28} width={width} />
    </>
  );
}
