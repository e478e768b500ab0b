import { hash, randomBytes } from 'node:crypto';

/** 256 random bits as text that survives URLs, cookies and headers. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** API tokens start with this, so that people and secret scanners recognise one. */
const TOKEN_PREFIX = 'lk_';

export const newToken = (): string => TOKEN_PREFIX + newSecret();

/** What is stored: the secrets are long and random, so one round without salt is enough. */
export const hashOf = (secret: string): Buffer => hash('sha256', secret, 'buffer');
