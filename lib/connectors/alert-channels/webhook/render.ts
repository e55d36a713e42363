import type { Outgoing } from "../channel";

/** The JSON that is signed and posted. */
export const renderWebhook = ({
  id,
  message,
  createdAt,
}: Outgoing): object => ({
  id,
  type: `alert.${message.kind}`,
  createdAt: createdAt.toISOString(),
  data: message,
});
