import type { RemoteComment, RemotePerson } from '../../../connectors/connector.ts';
import { findCommands } from './commands/find-commands.ts';

/** A comment from there, as it is kept here. */
export interface IncomingComment {
  id: string;
  remoteId: string;
  at: Date;
  /** The author's name. */
  actor: string;
  author: RemotePerson;
  text: string;
  hasCommand: boolean;
}

/** Of a comment, so much is kept; the rest is where it was written. */
export const LONGEST_COMMENT = 20_000;
const LONGEST_NAME = 200;

/**
 * A comment that was read there, fit to be stored. Pure.
 * @param now stands in where its time makes no sense, and where it lies ahead
 */
export function incoming(
  { id: remoteId, author, text, at }: RemoteComment,
  id: string,
  now: Date,
): IncomingComment {
  const written = new Date(at);
  const kept = clean(text.slice(0, LONGEST_COMMENT));
  return {
    id,
    remoteId,
    at: Number.isNaN(written.getTime()) || written > now ? now : written,
    actor: clean(author.name).slice(0, LONGEST_NAME).trim() || 'Somebody',
    author,
    text: text.length > LONGEST_COMMENT ? `${kept}\n\n… (it goes on there)` : kept,
    hasCommand: findCommands(kept).length > 0,
  };
}

/** PostgreSQL keeps no NUL and no half characters. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed();
