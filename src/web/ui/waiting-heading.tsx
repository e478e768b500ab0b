import { Skeleton } from '@mantine/core';

/** Keeps the place of a heading while its words are on their way. */
export function WaitingHeading({ width }: { width: number | string }) {
  return (
    <>
      <span className="hidden">Loading</span>
      <Skeleton component="span" display="block" height={28} width={width} />
    </>
  );
}
