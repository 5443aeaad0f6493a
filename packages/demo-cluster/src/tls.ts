import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

/** PEM texts of a server that its own authority vouches for. */
export interface TlsMaterial {
  readonly caCertificate: string;
  readonly certificate: string;
  readonly privateKey: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const hourMs = 3_600_000;
const validMs = 365 * 24 * hourMs;
const dnsNames = [
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];
const addresses = ['127.0.0.1', '::1', '10.96.0.1'];

/** Makes an authority and a certificate for the loopback names; the authority's key is thrown away. */
export async function createTlsMaterial(now: Date): Promise<TlsMaterial> {
  x509.cryptoProvider.set(webcrypto as unknown as Crypto);
  const validity = {
    notBefore: new Date(now.getTime() - hourMs),
    notAfter: new Date(now.getTime() + validMs),
  };
  const caKeys = await newKeys();
  const serverKeys = await newKeys();
  const ca = await createCa(caKeys, validity);
  const certificate = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=kube-apiserver',
    issuer: ca.subject,
    signingKey: caKeys.privateKey,
    publicKey: serverKeys.publicKey,
    signingAlgorithm: algorithm,
    extensions: serverExtensions(),
  });
  const key = await webcrypto.subtle.exportKey('pkcs8', serverKeys.privateKey);
  return {
    caCertificate: ca.toString('pem'),
    certificate: certificate.toString('pem'),
    privateKey: x509.PemConverter.encode(key, 'PRIVATE KEY'),
  };
}

type Keys = Awaited<ReturnType<typeof newKeys>>;

function newKeys() {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

function createCa(keys: Keys, validity: { notBefore: Date; notAfter: Date }): Promise<x509.X509Certificate> {
  const usages =
    x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign | x509.KeyUsageFlags.digitalSignature;
  return x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=kubernetes',
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(usages, true),
    ],
  });
}

function serverExtensions(): x509.Extension[] {
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1']),
    new x509.SubjectAlternativeNameExtension([
      ...dnsNames.map(value => ({ type: 'dns', value }) as const),
      ...addresses.map(value => ({ type: 'ip', value }) as const),
    ]),
  ];
}
