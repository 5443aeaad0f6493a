import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;

export interface IssueOptions {
  readonly name: string;
  /** Days from now; default: yesterday until tomorrow. */
  readonly days?: readonly [from: number, to: number];
}

export interface IssuedCertificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority for tests. */
export interface Authority {
  readonly cert: string;
  issue(options: IssueOptions): Promise<IssuedCertificate>;
}

export async function createAuthority(): Promise<Authority> {
  const keys = await newKeys();
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity([-1, 30]),
    name: 'CN=test authority',
    keys,
    signingAlgorithm: algorithm,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  return { cert: ca.toString('pem'), issue: options => issue(ca, keys.privateKey, options) };
}

async function issue(
  ca: x509.X509Certificate,
  signingKey: CryptoKey,
  { name, days = [-1, 1] }: IssueOptions,
): Promise<IssuedCertificate> {
  const keys = await newKeys();
  const type = /^[\d.]+$/.test(name) ? 'ip' : 'dns';
  const cert = await x509.X509CertificateGenerator.create({
    ...validity(days),
    subject: `CN=${name}`,
    issuer: ca.subject,
    signingKey,
    publicKey: keys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [new x509.SubjectAlternativeNameExtension([{ type, value: name }])],
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return { cert: cert.toString('pem'), key: x509.PemConverter.encode(key, 'PRIVATE KEY') };
}

function validity([from, to]: readonly [number, number]) {
  return { notBefore: new Date(Date.now() + from * dayMs), notAfter: new Date(Date.now() + to * dayMs) };
}

type Keys = { publicKey: CryptoKey; privateKey: CryptoKey };

async function newKeys(): Promise<Keys> {
  return (await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as unknown as Keys;
}
