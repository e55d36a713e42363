"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { Dialog } from "@/components/ui/dialog";
import { Tabs } from "@/components/ui/tabs";
import { channels } from "@/lib/connectors/alert-channels/registry";
import type { AlertChannelDto } from "@/lib/services/alert-channel/schemas";
import { ChannelSettings } from "./channel-settings";
import { ChannelState } from "./channel-state";
import { DeleteChannel } from "./delete-channel";
import { DeliveryLog } from "./delivery-log";
import { TestChannel } from "./test-channel";

/** The dialog that shows, tests, changes and deletes one channel. */
export function EditChannel({
  channel,
  onClose,
}: {
  channel: AlertChannelDto;
  onClose: () => void;
}) {
  const [tab, setTab] = useState<"deliveries" | "settings">("deliveries");
  const mayTest = useMay("editor");
  const mayChange = useMay("admin");
  const deliveries = <DeliveryLog channelId={channel.id} />;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={channel.name}
      description={
        <span className="flex flex-wrap items-center gap-2">
          {channels[channel.kind].title} <ChannelState channel={channel} />
        </span>
      }
    >
      {mayTest && <TestChannel id={channel.id} />}
      <div className="mt-3">
        {mayChange ? (
          <Tabs
            label="About this channel"
            value={tab}
            onChange={setTab}
            tabs={[
              { value: "deliveries", label: "Deliveries", content: deliveries },
              {
                value: "settings",
                label: "Settings",
                content: (
                  <>
                    <ChannelSettings channel={channel} onSaved={onClose} />
                    <DeleteChannel channel={channel} onDeleted={onClose} />
                  </>
                ),
              },
            ]}
          />
        ) : (
          deliveries
        )}
      </div>
    </Dialog>
  );
}
