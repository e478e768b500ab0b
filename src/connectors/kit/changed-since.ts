import { AppError } from '../../kernel/errors.ts';

/** 100 a page: more than any place holds. */
const MAX_PAGES = 1000;

/**
 * Everything that changed at that time or later, oldest change first. The next page begins at the time of the last
 * change, not at a number: what changes while we read goes to the end of the list, and numbers would then skip one.
 * @param page asks for what changed since, by number; those of the same second may fill more than one
 * @param size of a full page
 */
export async function* changedSince<One>(
  since: Date,
  page: (since: string, number: number) => Promise<One[]>,
  size: number,
  read: (one: One) => { name: string; updatedAt: string },
): AsyncGenerator<One> {
  const told = new Set<string>();
  let [from, number] = [since.getTime(), 1];
  for (let asked = 0; asked < MAX_PAGES; asked++) {
    const found = await page(new Date(from).toISOString(), number);
    for (const one of found) {
      const { name, updatedAt } = read(one);
      const change = `${name} ${updatedAt}`;
      if (!told.has(change)) yield one;
      told.add(change);
    }
    const last = found.at(-1);
    if (!last || found.length < size) return;
    const at = secondOf(read(last).updatedAt);
    [from, number] = at > secondOf(new Date(from).toISOString()) ? [at, 1] : [from, number + 1];
  }
  throw new AppError('LK-ANSWER', 'the list of changes does not end');
}

const secondOf = (time: string): number => Math.floor(Date.parse(time) / 1000) * 1000;
