import type { FastifyRequest } from 'fastify';
import { AppError } from '../../../kernel/errors.ts';
import { originOf } from '../same-origin.ts';

/** Per address; a whole office may share one. */
export const ATTEMPTS = { max: 30, timeWindow: '1 minute' };

/** Another site must not sign people in: they would work in an account that is not theirs. */
export function demandOwnPage(request: FastifyRequest, { publicUrl }: { publicUrl(): string }): void {
  if (originOf(request.headers, publicUrl()) === 'cross')
    throw new AppError('LK-ORIGIN', 'This request did not come from the page.');
}
