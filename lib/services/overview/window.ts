/** The part of a workspace's history that an overview is about. */
export type Window = { workspaceId: string; since: Date; until: Date };
