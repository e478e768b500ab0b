import type { FastifyReply, FastifyRequest } from 'fastify';

export const SESSION_COOKIE = 'lk_session';
/** The longest browsers keep a cookie; the session itself ends earlier, and the server says when. */
const SESSION_COOKIE_SECONDS = 400 * 86_400;

const isSecure = (publicUrl: string): boolean => publicUrl.startsWith('https:');

/** Over https the browser itself holds that a cookie is ours alone: secure, of this host, for all paths (RFC 6265bis). */
const cookieName = (name: string, publicUrl: string): string =>
  isSecure(publicUrl) ? `__Host-${name}` : name;

export const cookieOf = (request: FastifyRequest, name: string, publicUrl: string): string | undefined =>
  request.cookies[cookieName(name, publicUrl)] || undefined;

/** Scripts never see it, and other sites' requests carry it only when a person follows a link to us. */
export function setCookie(
  reply: FastifyReply,
  name: string,
  value: string,
  publicUrl: string,
  maxAge = SESSION_COOKIE_SECONDS,
): void {
  reply.setCookie(cookieName(name, publicUrl), value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure(publicUrl),
    maxAge,
  });
}

export function clearCookie(reply: FastifyReply, name: string, publicUrl: string): void {
  reply.clearCookie(cookieName(name, publicUrl), { path: '/', secure: isSecure(publicUrl) });
}
