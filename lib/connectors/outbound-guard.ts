import ipaddr from "ipaddr.js";

/** Clouds hand out credentials at these addresses: never to be reached, whatever is allowed. */
const METADATA_ADDRESSES = new Set([
  "169.254.169.254",
  "100.100.100.200",
  "fd00:ec2::254",
]);

export type OutboundGuard = {
  /** Why this address of this host may not be reached; null when it may. */
  refusal(host: string, port: number, address: string): string | null;
};

/**
 * Keeps outbound calls away from private networks. `allow` lists exceptions:
 * `host`, `host:port`, an address or a CIDR range.
 */
export function createOutboundGuard(allow: readonly string[]): OutboundGuard {
  const names = new Set(
    allow
      .filter((entry) => !entry.includes("/"))
      .map((entry) => entry.toLowerCase()),
  );
  const ranges = allow
    .filter((entry) => ipaddr.isValidCIDR(entry))
    .map((entry) => ipaddr.parseCIDR(entry));
  return {
    refusal(host, port, address) {
      const parsed = unmapped(address);
      if (METADATA_ADDRESSES.has(parsed.toString()))
        return `${host} leads to a metadata service`;
      if (parsed.range() === "unicast") return null;
      const name = host.toLowerCase();
      const isNamed = [
        name,
        `${name}:${port}`,
        parsed.toString(),
        `${parsed.toString()}:${port}`,
      ].some((one) => names.has(one));
      if (isNamed || ranges.some((range) => isWithin(parsed, range)))
        return null;
      return `${host} leads to the private address ${parsed.toString()}; OUTBOUND_ALLOW does not list it`;
    },
  };
}

/** An IPv4 address dressed as IPv6 counts as what it is. */
function unmapped(address: string): ipaddr.IPv4 | ipaddr.IPv6 {
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress()
    ? parsed.toIPv4Address()
    : parsed;
}

function isWithin(
  address: ipaddr.IPv4 | ipaddr.IPv6,
  [range, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number],
): boolean {
  if (address instanceof ipaddr.IPv4)
    return range instanceof ipaddr.IPv4 && address.match(range, bits);
  return range instanceof ipaddr.IPv6 && address.match(range, bits);
}
