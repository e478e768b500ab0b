import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';
import classes from './row-link.module.css';

function RowAnchor(props: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return <a {...props} data-row-link="" className={classes.row} />;
}

/** The link that a whole row is; j and k walk from one to the next, enter follows. */
export const RowLink = createLink(RowAnchor);

function TextAnchor(props: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return <a {...props} className={classes.text} />;
}

/** A link in running text; inside a row it stands above the row's own link. */
export const TextLink = createLink(TextAnchor);
