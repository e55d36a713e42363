/** A table as a manifest names it. */
export type ManifestTable = {
  name: string;
  columns: string[];
  /** Whole `s3://` addresses. */
  files: string[];
  incremental: boolean;
};

export type Manifest = {
  dump_id: number;
  tables: ManifestTable[];
  /** Real ones carry something here that no reader is known to use. */
  property_definitions: unknown[];
};

export function manifestKey(dumpId: number): string {
  return `manifests/sync_${dumpId}.json`;
}

export function writeManifest(dumpId: number, tables: ManifestTable[]): Buffer {
  const manifest: Manifest = {
    dump_id: dumpId,
    tables,
    property_definitions: [],
  };
  return Buffer.from(JSON.stringify(manifest, null, 2), "utf8");
}
