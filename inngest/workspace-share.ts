/**
 * How much of one function a workspace works at once: one whose syncs all hang
 * or hurry leaves the others their turns. Per function, since not every server
 * lets functions share a limit.
 */
export const WORKSPACE_SHARE = {
  key: "event.data.workspaceId",
  limit: 20,
} as const;
