"use client";
import { useState } from "react";
import { DefinitionForm } from "@/components/connections/definition-form";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import type { FieldForm } from "@/lib/connectors/connector";
import { channels } from "@/lib/connectors/alert-channels/registry";
import { useUpdateAlertChannel } from "@/lib/queries/alert-channels";
import type { AlertChannelDto } from "@/lib/services/alert-channel/schemas";
import { NAME_HELP } from "./channel-words";
import { ShownSecret } from "./shown-secret";

const SECRET = "credentials.secret";

/** The form of a stored channel; a webhook's secret is made anew rather than typed. */
export function ChannelSettings({
  channel,
  onSaved,
}: {
  channel: AlertChannelDto;
  onSaved: () => void;
}) {
  const update = useUpdateAlertChannel(channel.id);
  const fields: readonly FieldForm[] = channels[channel.kind].fields;
  return (
    <>
      <DefinitionForm
        fields={fields.filter(({ path }) => path !== SECRET)}
        stored={channel}
        suggestedName=""
        nameHelp={NAME_HELP}
        action="Save"
        isBusy={update.isPending}
        error={update.error}
        onSubmit={(body) => update.mutate(body, { onSuccess: onSaved })}
      />
      {channel.kind === "webhook" && <NewSecret channel={channel} />}
    </>
  );
}

function NewSecret({ channel }: { channel: AlertChannelDto }) {
  const update = useUpdateAlertChannel(channel.id);
  const [isShown, setIsShown] = useState(false);
  const secret = update.data?.secret ?? null;
  return (
    <div className="mt-5 flex flex-wrap items-center gap-3 border-t border-line pt-4">
      <p className="grow basis-48 text-xs text-ink-2">
        With a new secret, your server refuses what is sent until it knows it.
      </p>
      <Button
        size="sm"
        isBusy={update.isPending}
        onClick={() =>
          update.mutate(
            { credentials: { secret: null } },
            { onSuccess: () => setIsShown(true) },
          )
        }
      >
        Make a new secret
      </Button>
      <ErrorNotice error={update.error} />
      {isShown && secret !== null && (
        <ShownSecret
          title={`The new secret of ${channel.name}`}
          secret={secret}
          onDone={() => setIsShown(false)}
        />
      )}
    </div>
  );
}
