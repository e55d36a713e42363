import type { ConnectSettings } from "../../connectors/heap/definition";

/** Where Heap Connect is, in words for people. */
export function placeWords(connect: ConnectSettings): string {
  switch (connect.kind) {
    case "s3":
      return connect.bucket;
    case "postgres":
    case "redshift": {
      const { kind, host, port, database, schema } = connect;
      return `${kind} ${host}:${port}/${database}/${schema}`;
    }
    case "snowflake": {
      const { kind, account, database, schema } = connect;
      return `${kind} ${account}/${database}/${schema}`;
    }
    case "bigquery": {
      const { kind, project, dataset } = connect;
      return `${kind} ${[project, dataset].filter(Boolean).join(".")}`;
    }
  }
}
