export interface Weakness {
  rule: string;
  title: string;
  message: string;
  cwes: number[];
  vulnerabilities?: string[];
  reference: string;
}

type Flag = 'heartbleed' | 'ccsInjection' | 'robot' | 'compression' | 'renegotiation';

/** Attacks with a name, by the flag of a server that tells of them. */
export const KNOWN: readonly { of: Flag; weakness: Weakness }[] = [
  {
    of: 'heartbleed',
    weakness: {
      rule: 'heartbleed',
      title: 'Heartbleed',
      message: 'Anybody can read parts of the memory of the server.',
      cwes: [125],
      vulnerabilities: ['CVE-2014-0160'],
      reference: 'https://heartbleed.com/',
    },
  },
  {
    of: 'ccsInjection',
    weakness: {
      rule: 'openssl-ccs-injection',
      title: 'OpenSSL CCS injection',
      message: 'Somebody between client and server can read and change what they say.',
      cwes: [326],
      vulnerabilities: ['CVE-2014-0224'],
      reference: 'https://nvd.nist.gov/vuln/detail/CVE-2014-0224',
    },
  },
  {
    of: 'robot',
    weakness: {
      rule: 'robot',
      title: 'ROBOT: answers tell whether RSA padding is right',
      message: 'Recorded connections can be decrypted.',
      cwes: [203],
      reference: 'https://robotattack.org/',
    },
  },
  {
    of: 'compression',
    weakness: {
      rule: 'tls-compression',
      title: 'TLS compression is on',
      message: 'The length of what is sent tells of its content (CRIME).',
      cwes: [310],
      vulnerabilities: ['CVE-2012-4929'],
      reference: 'https://nvd.nist.gov/vuln/detail/CVE-2012-4929',
    },
  },
  {
    of: 'renegotiation',
    weakness: {
      rule: 'session-renegotiation',
      title: 'Session renegotiation is insecure, or open to clients',
      message: 'Clients can keep the server busy, or others can put words before theirs.',
      cwes: [310],
      reference: 'https://www.rfc-editor.org/rfc/rfc5746',
    },
  },
];
