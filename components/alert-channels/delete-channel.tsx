"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useRemoveAlertChannel } from "@/lib/queries/alert-channels";
import type { AlertChannelDto } from "@/lib/services/alert-channel/schemas";

/** Says who is told through the channel, and deletes it where nobody is. */
export function DeleteChannel({
  channel,
  onDeleted,
}: {
  channel: AlertChannelDto;
  onDeleted: () => void;
}) {
  const [isAsked, setIsAsked] = useState(false);
  const remove = useRemoveAlertChannel(channel.id);
  const { name, usedBy, waiting } = channel;
  return (
    <div className="mt-5 flex flex-wrap items-center gap-3 border-t border-line pt-4">
      <p className="grow basis-48 text-xs text-ink-2">
        {usedBy.length === 0
          ? "No sync names this channel."
          : `Named in the alerts of ${usedBy.join(", ")}. Change that before you rename or delete it.`}
      </p>
      <Button
        size="sm"
        disabled={usedBy.length > 0}
        onClick={() => setIsAsked(true)}
      >
        Delete channel
      </Button>
      {isAsked && (
        <ConfirmDialog
          isOpen
          onClose={() => setIsAsked(false)}
          title={`Delete ${name}?`}
          consequence={`Its credentials and its delivery log are forgotten${waiting > 0 ? `, and ${waiting} waiting ${waiting === 1 ? "notification is" : "notifications are"} not sent` : ""}. This can’t be undone.`}
          action="Delete channel"
          isBusy={remove.isPending}
          error={remove.error?.message ?? null}
          onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
        />
      )}
    </div>
  );
}
