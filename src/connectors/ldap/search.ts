import { AppError } from '../../kernel/errors.ts';
import { type Entry, entryOf } from './entry.ts';
import type { Codec, Session } from './session.ts';
import type { LdapSettings } from './settings.ts';

export interface Search {
  base: string;
  filter: string;
  attributes: readonly string[];
}

/**
 * All entries below a base, page by page (RFC 2696): the server's own cookie says when it is the last one, an
 * empty page does not.
 * @throws AppError when it is not sure that these are all
 */
export async function* searchAll(
  codec: Codec,
  session: Session,
  search: Search,
  { pageSize, timeoutSeconds, maxEntries }: LdapSettings,
): AsyncGenerator<Entry[]> {
  const { base, attributes } = search;
  const filter = parsedFilter(codec, search.filter);
  let cookie: Buffer = Buffer.alloc(0);
  let found = 0;
  // A server that pages without end gives out few entries at a time.
  for (let page = 0; page <= maxEntries; page++) {
    const paging = new codec.PagedResultsControl({ value: { size: pageSize, cookie } });
    const answer = await session.ask(
      `the search below ${base}`,
      (messageId) =>
        new codec.SearchRequest({
          messageId,
          baseDN: base,
          scope: 'sub',
          filter,
          attributes: [...attributes],
          timeLimit: timeoutSeconds,
          controls: [paging],
        }),
    );
    found += answer.entries.length;
    if (found > maxEntries) break;
    yield answer.entries.map(entryOf);
    if (answer.cookie.length === 0) return;
    cookie = answer.cookie;
  }
  throw new AppError(
    'LK-CONNECTION',
    `there are more than ${maxEntries} entries below ${base}: narrow the filter, or raise "maxEntries"`,
  );
}

/** @throws AppError LK-CONNECTION */
function parsedFilter(codec: Codec, filter: string) {
  try {
    return codec.FilterParser.parseString(filter);
  } catch (cause) {
    throw new AppError(
      'LK-CONNECTION',
      `the filter ${filter.slice(0, 200)} cannot be read: look at its parentheses`,
      {
        cause,
      },
    );
  }
}
