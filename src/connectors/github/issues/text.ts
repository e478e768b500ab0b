import { fitted, oneLine } from '../../kit/issue-text.ts';
import { GITHUB } from '../../kit/markup/github.ts';

/** "title is too long (maximum is 256 characters)", says its API. */
const TITLE = 256;

export const titleText = (title: string): string => oneLine(title, TITLE);
export const bodyText = (markdown: string): string => fitted(GITHUB, markdown);
