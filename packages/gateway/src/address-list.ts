import { BlockList, isIP } from 'node:net';

/** A list of addresses and networks, `10.0.0.0/8` or `fd00::1`. */
export class AddressList {
  readonly #list = new BlockList();

  /** A `TypeError` for an entry that is neither. */
  constructor(entries: readonly string[]) {
    for (const entry of entries) this.#add(entry);
  }

  includes(address: string): boolean {
    const version = isIP(address);
    return version !== 0 && this.#list.check(address, version === 6 ? 'ipv6' : 'ipv4');
  }

  #add(entry: string): void {
    const [address = '', length, ...more] = entry.split('/');
    const version = isIP(address);
    const longest = version === 6 ? 128 : 32;
    const isNetwork = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= longest);
    if (version === 0 || !isNetwork || more.length > 0) {
      throw new TypeError(
        `expected an address or a network such as 10.0.0.0/8, got ${JSON.stringify(entry)}`,
      );
    }
    this.#list.addSubnet(address, Number(length ?? longest), version === 6 ? 'ipv6' : 'ipv4');
  }
}
