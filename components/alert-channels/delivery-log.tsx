"use client";
import { ErrorNotice } from "@/components/ui/error-notice";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonRows } from "@/components/ui/skeleton";
import { Tag, type Tone } from "@/components/ui/tag";
import { useNotifications } from "@/lib/queries/alert-channels";
import type { NotificationDto } from "@/lib/services/alert-channel/schemas";

const KIND_WORDS: Record<NotificationDto["kind"], string> = {
  ...{ trigger: "Alert", resolve: "Recovery", test: "Test" },
};
const STATES: Record<NotificationDto["status"], { tone: Tone; words: string }> =
  {
    waiting: { tone: "warn", words: "Waiting" },
    sent: { tone: "ok", words: "Sent" },
    failed: { tone: "bad", words: "Failed" },
  };

/** What was told through a channel, newest first, and each try of it. */
export function DeliveryLog({ channelId }: { channelId: string }) {
  const { data, error } = useNotifications(channelId);
  if (data === undefined)
    return error === null ? (
      <SkeletonRows rows={2} />
    ) : (
      <ErrorNotice error={error} />
    );
  if (data.data.length === 0)
    return (
      <p className="text-sm text-ink-2">
        Nothing was sent through it yet. A test shows whether it works.
      </p>
    );
  return (
    <>
      <ul aria-label="Deliveries" className="grid">
        {data.data.map((notification) => (
          <li
            key={notification.id}
            className="border-b border-line py-2.5 first:pt-0 last:border-b-0"
          >
            <Delivery notification={notification} />
          </li>
        ))}
      </ul>
      {data.nextCursor !== null && (
        <p className="text-xs text-ink-3">
          These are the newest {data.data.length}; the API has the others.
        </p>
      )}
    </>
  );
}

function Delivery({ notification }: { notification: NotificationDto }) {
  const { title, kind, status, createdAt, tries, attempts } = notification;
  const { tone, words } = STATES[status];
  const [latest] = tries;
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Tag tone={tone} dot>
          {words}
        </Tag>
        <Tag>{KIND_WORDS[kind]}</Tag>
        <span className="grow text-right text-xs text-ink-3">
          <RelativeTime at={createdAt} />
        </span>
      </div>
      <p className="text-sm [overflow-wrap:anywhere]">{title}</p>
      <p className="text-xs [overflow-wrap:anywhere] text-ink-2">
        {latest?.detail ?? "Not tried yet."}
        {attempts > 1 && ` Tried ${attempts} times.`}
        {notification.nextAt !== null && attempts > 0 && (
          <> Next try at {clockOf(notification.nextAt)}.</>
        )}
      </p>
      {tries.length > 1 && <Tries tries={tries} />}
    </div>
  );
}

function Tries({ tries }: { tries: NotificationDto["tries"] }) {
  return (
    <details>
      <summary className="w-fit text-xs text-ink-2 hover:text-ink">
        Every try
      </summary>
      <ol className="mt-1 grid gap-0.5 text-xs text-ink-2">
        {tries.map(({ at, detail, tookMs }) => (
          <li key={at} className="flex gap-3">
            <span className="flex-none text-ink-3 tabular-nums">
              {clockOf(at)}
            </span>
            <span className="min-w-0 grow [overflow-wrap:anywhere]">
              {detail}
            </span>
            <span className="flex-none text-ink-3 tabular-nums">
              {tookMs.toLocaleString("en")} ms
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

const clockOf = (at: string) =>
  new Date(at).toLocaleTimeString("en-GB", {
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
