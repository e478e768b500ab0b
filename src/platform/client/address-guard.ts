import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { buildConnector } from 'undici';
import { AppError } from '../../kernel/errors.ts';

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export const systemResolve: Resolve = (hostname) => systemLookup(hostname, { all: true });

/** Addresses in public ranges that answer only inside a cloud: Azure's wire server. */
const METADATA = new Set(['168.63.129.16']);
/** IANA gives out global unicast addresses from 2000::/3 only. */
const GLOBAL_UNICAST = ipaddr.IPv6.parse('2000::');

/**
 * Whether an address may be connected to from a server that takes addresses from people: only public
 * unicast. Private, loopback, link-local (cloud metadata), shared (carrier-grade NAT), unique-local,
 * multicast and reserved ranges are not, nor IPv6 forms that carry such an IPv4 address.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return isPublicV4(parsed);
  const v6 = parsed as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) return isPublicV4(v6.toIPv4Address());
  // NAT64 (RFC 6052): the last four bytes are the address that is reached.
  if (v6.range() === 'rfc6052') return isPublicV4(new ipaddr.IPv4(v6.toByteArray().slice(12)));
  return v6.range() === 'unicast' && v6.match(GLOBAL_UNICAST, 3);
}

const isPublicV4 = (v4: ipaddr.IPv4): boolean => v4.range() === 'unicast' && !METADATA.has(v4.toString());

export interface GuardOptions {
  resolve: Resolve;
  allowPrivate: boolean;
}

/** Looks at the addresses that are about to be connected to. */
export interface AddressGuard {
  /** @throws AppError LK-ADDRESS-REFUSED for a host that is stated as an address and may not be reached */
  check(host: string): void;
  /**
   * For `net.connect` and `tls.connect`, so that a name which answers differently a second time (DNS rebinding)
   * gains nothing. One refused address refuses the name.
   */
  lookup: LookupFunction;
}

export function addressGuard({ resolve, allowPrivate }: GuardOptions): AddressGuard {
  const check = (address: string, name: string): void => {
    if (!allowPrivate && !isPublicAddress(address))
      throw new AppError('LK-ADDRESS-REFUSED', `${name} is at a private or reserved address`);
  };
  const lookup: LookupFunction = (hostname, { all, family }, callback) => {
    resolve(hostname)
      .then((found) => {
        const usable = found.filter(
          (one) => !family || one.family === Number(String(family).replace('IPv', '')),
        );
        for (const one of found) check(one.address, hostname);
        if (usable.length === 0)
          throw Object.assign(new Error(`no address for ${hostname}`), { code: 'ENOTFOUND' });
        if (all) callback(null, usable);
        else callback(null, usable[0]!.address, usable[0]!.family);
      })
      .catch((error) => callback(error, '', 0));
  };
  return {
    lookup,
    check: (host) => {
      if (isIP(host)) check(host, host);
    },
  };
}

/** The same as a connector of the HTTP client. */
export function guardedConnector(options: GuardOptions & { timeoutMs: number }): buildConnector.connector {
  const { check, lookup } = addressGuard(options);
  const connect = buildConnector({ timeout: options.timeoutMs, lookup });
  return (target, callback) => {
    try {
      check(target.hostname.replace(/^\[|\]$/g, ''));
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    connect(target, callback);
  };
}
