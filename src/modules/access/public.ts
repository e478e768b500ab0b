export { type Actor, type RouteAccess, signedIn } from './actor.ts';
