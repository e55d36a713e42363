import { openBigQuery } from "./bigquery";
import { openPostgres } from "./postgres";
import type { WarehouseReader } from "./reader";
import { redshiftSignIn } from "./redshift-sign-in";
import { openSnowflake } from "./snowflake";
import type { WarehouseTarget } from "./target";

/**
 * Opens a warehouse for reading; whoever does closes it. Nothing is connected
 * before something is asked. Addresses that were typed are reached only where
 * `allow` and the guard let them through.
 */
export function openWarehouse(
  target: WarehouseTarget,
  allow: readonly string[],
): WarehouseReader {
  switch (target.engine) {
    case "postgres": {
      const { user, password } = target;
      const signIn = () => Promise.resolve({ user, password });
      return openPostgres({ dialect: "postgres", target, signIn }, allow);
    }
    case "redshift": {
      const { origin, database } = target;
      const signIn = () =>
        redshiftSignIn(target.signIn, database, { origin, allow });
      return openPostgres({ dialect: "redshift", target, signIn }, allow);
    }
    case "snowflake":
      return openSnowflake(target);
    case "bigquery":
      return openBigQuery(target);
  }
}
