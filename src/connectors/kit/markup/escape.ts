/** Connectors know it by this door; the slices, which fill in texts, by the kernel's. */
export { escapeMarkdown } from '../../../kernel/markdown/escape.ts';
