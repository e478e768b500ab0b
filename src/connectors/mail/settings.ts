import { z } from 'zod';

const HOST = /^(\[[\da-fA-F:.]+\]|[A-Za-z0-9]([\w.-]{0,251}[A-Za-z0-9])?)$/;

/** One address and nothing else: no name, no list, no line break (RFC 5321 §4.1.2, without quoted forms). */
const ADDRESS = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?$/;

export const isMailAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text);

const address = z.string().refine(isMailAddress, 'an address such as lanekeeper@acme.example');

/** What a person states about a connection to a mail server. */
export const mailSettings = z
  .strictObject({
    host: z.string().regex(HOST, 'the name of a mail server, such as smtp.acme.example'),
    /** Default: 465 with `tls`, else 587. */
    port: z.int().min(1).max(65_535).optional(),
    /** `tls` is encrypted from the start, `starttls` before anything is said; `none` only on this machine itself. */
    security: z.enum(['tls', 'starttls', 'none']).default('starttls'),
    /** Certificates (PEM) that sign the server's, where they are the company's own. */
    ca: z.string().max(100_000).nullable().default(null),
    /** The server is at a private address, and that is meant. */
    privateAddress: z.boolean().default(false),
    /** With the secret `password`; without it, the server takes mail from this machine as it is. */
    user: z.string().min(1).max(320).nullable().default(null),
    from: address,
    fromName: z
      .string()
      .max(100)
      .regex(/^[^\p{Cc}<>"]*$/u, 'a name without quotes, brackets or line breaks')
      .default('Lanekeeper'),
    replyTo: address.nullable().default(null),
  })
  .refine(({ host, security }) => security !== 'none' || isThisMachine(host), {
    path: ['security'],
    message: 'mail would go over the wire in clear: "none" is for a server on this machine itself',
  });

export type MailSettings = z.infer<typeof mailSettings>;

export const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127\.[\d.]+$/.test(host);

export const portOf = ({ port, security }: Pick<MailSettings, 'port' | 'security'>): number =>
  port ?? (security === 'tls' ? 465 : 587);
