import type { AlertMessage } from "../../alerts/message";
import type { ConnectSocket } from "../guarded-socket";
import type { Http } from "../http";

/** One notification on its way; `id` stays the same however often it is sent. */
export type Outgoing = {
  id: string;
  message: AlertMessage;
  createdAt: Date;
  /** Ids of what this channel was told of the same alert before, oldest first. */
  earlier: readonly string[];
};

/** The ways out of this machine; both lead to checked addresses only. */
type WaysOut = { http: Http; connect: ConnectSocket };

/** Where a channel's notifications go; parsed by the kind's own schemas. */
type ChannelTarget = { settings: unknown; credentials: unknown };

export type SendResult = {
  /** later: try again. refused: this notification will never be taken. */
  outcome: "sent" | "later" | "refused";
  /** Of HTTP or SMTP, where there was an answer. */
  status: number | null;
  /** In words, for people. */
  detail: string;
  retryAfterSeconds: number | null;
  /** The whole channel is to wait, not just this notification. */
  isThrottled: boolean;
};

export type Sender = (
  ways: WaysOut,
  target: ChannelTarget,
  outgoing: Outgoing,
) => Promise<SendResult>;
