import type { PublicationKind } from '../../../contract/publications.ts';
import { escaped } from './markup.ts';

/** Where it is found, and what to paste. A wall's key stands after the `#`: browsers send it to no server. */
export function snippetOf(
  kind: PublicationKind,
  title: string,
  key: string,
  publicUrl: string,
): { address: string; snippet: string } {
  switch (kind) {
    case 'wall': {
      const address = `${publicUrl}/wall#key=${key}`;
      return { address, snippet: address };
    }
    case 'badge': {
      const address = `${publicUrl}/badge/${key}.svg`;
      return { address, snippet: `![${title.replaceAll(/[[\]\\]/g, '\\$&')}](${address})` };
    }
    case 'frame': {
      const address = `${publicUrl}/frame/${key}`;
      return {
        address,
        snippet: `<iframe src="${address}" title="${escaped(title)}" width="360" height="180"></iframe>`,
      };
    }
  }
}
