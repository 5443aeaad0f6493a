import type { PeerCertificate } from 'node:tls';

/**
 * What a certificate says whose it is: `CN=…` of its subject, and `DNS:…`, `URI:…` and `email:…` of its alternative names,
 * as OpenSSL writes them. Names of other kinds are left out.
 */
export function certificateNames({
  subject,
  subjectaltname = '',
}: Partial<Pick<PeerCertificate, 'subject' | 'subjectaltname'>>): readonly string[] {
  const common = [subject?.CN ?? []].flat().map(name => `CN=${name}`);
  return [...common, ...splitNames(subjectaltname).filter(name => /^(DNS|URI|email):/.test(name))];
}

// Node separates names by a comma and a space, and quotes as JSON each that could be taken for more than one.
function splitNames(text: string): readonly string[] {
  return [...text.matchAll(/([A-Za-z ]+:)(?:"((?:[^"\\]|\\.)*)"|([^,"]*))(?:, |$)/gy)].map(
    ([, kind = '', quoted, plain = '']) => kind + (quoted === undefined ? plain : JSON.parse(`"${quoted}"`)),
  );
}
