import { fitted, oneLine } from '../../kit/issue-text.ts';
import { GITLAB } from '../../kit/markup/gitlab.ts';

/** "Issues API" of GitLab's documentation. */
const TITLE = 255;

export const titleText = (title: string): string => oneLine(title, TITLE);
export const bodyText = (markdown: string): string => fitted(GITLAB, markdown);
