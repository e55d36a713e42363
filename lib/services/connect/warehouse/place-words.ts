import type { WarehouseTarget } from "../../../connectors/warehouse/target";

/** Which warehouse it is, and where in it, in words for people. */
export function placeWords(target: WarehouseTarget): string {
  switch (target.engine) {
    case "postgres":
    case "redshift": {
      const { engine, host, port, database, schema } = target;
      return `${engine} ${host}:${port}/${database}/${schema}`;
    }
    case "snowflake": {
      const { engine, account, database, schema } = target;
      return `${engine} ${account}/${database}/${schema}`;
    }
    case "bigquery": {
      const { engine, dataset } = target;
      return `${engine} ${dataset.project}.${dataset.name}`;
    }
  }
}
