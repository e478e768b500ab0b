import type { ConnectorContext } from './connector.ts';

/** A chat or mail: where people are told. */
export interface MessageSystem<Settings> {
  /** `chat`: to a channel or a person; `mail`: to an address. */
  readonly kind: 'chat' | 'mail';
  /** Longest body that it takes, in characters of our Markdown; longer ones end with a link. */
  readonly maxLength: number;
  /**
   * Chat only: where the channel is that a team names (`#payments`), for `send`; null: this connection knows no id
   * for it. Pure.
   */
  addressOf?(settings: Settings, channel: string): string | null;
  open(context: ConnectorContext<Settings>): Messages;
}

export interface Message {
  /** Found again by it when nobody knows whether it was sent. */
  marker: string;
  /** One line: the subject of a mail, the text of a notification. Plain text. */
  title: string;
  /** Our own Markdown; what came from outside is escaped. */
  body: string;
  /** Shown where the system has buttons; elsewhere they are links or left out. */
  buttons: MessageButton[];
  /** Mail only: one click takes the reader off this kind of message (RFC 8058). */
  unsubscribeUrl: string | null;
}

export interface MessageButton {
  /** `mine`, `not-useful`, `need-help`, `accept-risk` */
  action: string;
  label: string;
  /** What it is about: a public id. */
  value: string;
  /** Where the same can be done on the page. */
  url: string;
}

/** Errors as of `Tickets`. */
export interface Messages {
  /** @param to id of a channel (never its name), or an address; a person of a chat is `person:ID` */
  send(to: string, message: Message): Promise<{ id: string }>;
  /** For a message whose fate nobody knows; null where the system cannot tell, or it was not sent. */
  find(to: string, marker: string): Promise<{ id: string } | null>;
  /** Takes the place of a message that was sent, where the system can. */
  replace?(to: string, id: string, message: Message): Promise<void>;
  /** The id by which a person is reached, by their mail address; null when nobody has it. */
  personOf?(email: string): Promise<string | null>;
  /** The mail address of a person of the chat, lower case; null when it is not shown. */
  mailOf?(person: string): Promise<string | null>;
}
