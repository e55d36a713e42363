const INGEST_PATH = /^\/api\/ingest\/heap\/[^/]+$/;
const LOOPBACK_NAMES = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Whether `to` is an ingest address for Heap events of this app. The sandbox
 * posts nowhere else, so nobody can use it to reach other machines. All names of
 * the loopback count as one host.
 */
export function isIngestOfApp(to: string, appUrl: string): boolean {
  if (!URL.canParse(to)) return false;
  const target = new URL(to);
  const hasExtras = [target.username, target.password, target.search].some(
    (part) => part !== "",
  );
  return (
    !hasExtras &&
    INGEST_PATH.test(target.pathname) &&
    originOf(target) === originOf(new URL(appUrl))
  );
}

/** Whether both URLs name the same origin, the loopback's names being one. */
export function isSameOrigin(one: string, other: string): boolean {
  if (!URL.canParse(one) || !URL.canParse(other)) return false;
  return originOf(new URL(one)) === originOf(new URL(other));
}

export function isLoopbackName(hostname: string): boolean {
  return LOOPBACK_NAMES.has(hostname);
}

function originOf(url: URL): string {
  const host = isLoopbackName(url.hostname) ? "loopback" : url.hostname;
  return `${url.protocol}//${host}:${url.port}`;
}
