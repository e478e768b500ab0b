import { Fragment } from 'react';

/** After a slash, an @, a colon or a dot between letters: `14.2.25` and `https://` stay whole. */
const BREAK_AFTER = /(?<=[/@:])(?!\/)|(?<=[a-z]\.)(?=[a-z])/i;

/** A path, address or package that may go on in the next line where its parts end. Copies as it stands. */
export function Breakable({ text }: { text: string }) {
  let at = 0;
  return text.split(BREAK_AFTER).map((part) => {
    at += part.length;
    return (
      <Fragment key={at}>
        {part}
        <wbr />
      </Fragment>
    );
  });
}
