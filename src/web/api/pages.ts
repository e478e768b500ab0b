import { infiniteQueryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { ask, type Query } from './client.ts';

interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** A cursor-paged list; `data` is the items of all pages read so far. */
export function pages<Item>(name: string, shape: z.ZodType<Page<Item>>, query: Query) {
  return infiniteQueryOptions({
    queryKey: [name, 'list', query],
    queryFn: ({ pageParam, signal }) => ask(shape, name, { query: { ...query, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: Page<Item>) => page.next ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
}
