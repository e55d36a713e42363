import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Two supervisors on one DATA_DIR would stop each other's database. Throws
 * while another one lives; answers what gives the folder free again.
 */
export function lockInstance(dataDir: string): () => void {
  const file = join(dataDir, "supervisor.pid");
  const pid = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
  if (pid > 1 && pid !== process.pid && isSupervisor(pid)) {
    throw new Error(
      `Sluice runs with this DATA_DIR already (process ${pid}); stop that one, or set another DATA_DIR.`,
    );
  }
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** A process id may have been taken over by somebody else since. */
function isSupervisor(pid: number): boolean {
  try {
    const args = execFileSync("ps", ["-o", "args=", "-p", String(pid)], {
      encoding: "utf8",
    });
    return args.includes("local/start.mjs");
  } catch {
    return false;
  }
}
