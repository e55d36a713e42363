"use client";
import { DefinitionForm } from "@/components/connections/definition-form";
import { Dialog } from "@/components/ui/dialog";
import {
  channels,
  type ChannelKind,
} from "@/lib/connectors/alert-channels/registry";
import {
  useAlertChannels,
  useCreateAlertChannel,
} from "@/lib/queries/alert-channels";
import type { AlertChannelDto } from "@/lib/services/alert-channel/schemas";
import { NAME_HELP } from "./channel-words";
import { ShownSecret } from "./shown-secret";

const LEADS: Record<ChannelKind, string> = {
  email: "Through your own mail server. A recovery is a reply to its alert.",
  slack: "To one channel of your Slack workspace, through an app of yours.",
  pagerduty: "Opens an incident, and resolves it when the alert is over.",
  teams: "To one channel of a team, through a workflow.",
  webhook: "To a server of your own: JSON, signed, so that it can be sure.",
};

/** The dialog that makes a channel of one kind. */
export function NewChannel({
  kind,
  onClose,
  onMade,
}: {
  kind: ChannelKind;
  onClose: () => void;
  onMade: (channel: AlertChannelDto) => void;
}) {
  const create = useCreateAlertChannel();
  const taken = useAlertChannels().data ?? [];
  const made = create.data;
  if (made !== undefined && made.secret !== null)
    return (
      <ShownSecret
        title={`${made.name} is ready`}
        secret={made.secret}
        onDone={() => onMade(made)}
      />
    );
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`Add ${channels[kind].title}`}
      description={LEADS[kind]}
    >
      <DefinitionForm
        fields={channels[kind].fields}
        stored={null}
        suggestedName={freeName(
          kind,
          taken.map(({ name }) => name),
        )}
        nameHelp={NAME_HELP}
        action="Add channel"
        isBusy={create.isPending}
        error={create.error}
        onSubmit={(body) =>
          create.mutate(
            { kind, ...body },
            {
              onSuccess: (channel) => {
                if (channel.secret === null) onMade(channel);
              },
            },
          )
        }
      />
    </Dialog>
  );
}

/** ops-slack, or ops-slack-2 where that is taken. */
function freeName(kind: ChannelKind, taken: string[]): string {
  const base = `ops-${kind}`;
  let name = base;
  for (let number = 2; taken.includes(name); number += 1)
    name = `${base}-${number}`;
  return name;
}
