/** Below the field for a channel's name. */
export const NAME_HELP = "How syncs name it in their alerts: ops-slack.";
