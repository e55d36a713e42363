/** What a dump changed in a table, by the ids of its rows. */
export type TableChanges = {
  added: Set<string>;
  changed: Set<string>;
  removed: Set<string>;
};

export type ChangeLog = {
  note(table: string, what: keyof TableChanges, id: string): void;
  changes(): Map<string, TableChanges>;
};

/** Keeps every id: for tests that compare, not for millions. */
export function createChangeLog(): ChangeLog {
  const tables = new Map<string, TableChanges>();
  return {
    note(table, what, id) {
      const changes = tables.get(table) ?? emptyChanges();
      tables.set(table, changes);
      changes[what].add(id);
    },
    changes: () => tables,
  };
}

/** For whoever doesn't want to know. */
export const noChangeLog: ChangeLog = {
  note: () => undefined,
  changes: () => new Map(),
};

function emptyChanges(): TableChanges {
  return { added: new Set(), changed: new Set(), removed: new Set() };
}
