"use client";
import { useRouter, useSearchParams } from "next/navigation";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { SkeletonRows } from "@/components/ui/skeleton";
import type { ChannelKind } from "@/lib/connectors/alert-channels/registry";
import { useAlertChannels } from "@/lib/queries/alert-channels";
import { AddChannel } from "./add-channel";
import { ChannelTable } from "./channel-table";
import { EditChannel } from "./edit-channel";
import { NewChannel } from "./new-channel";

const HREF = "/settings/alert-channels";

/** Where people are told of alerts. The open channel is in the URL. */
export function AlertChannelsScreen() {
  const router = useRouter();
  const openId = useSearchParams().get("open");
  const mayChange = useMay("admin");
  const [making, setMaking] = useState<ChannelKind | null>(null);
  const { data, error } = useAlertChannels();
  const opened = data?.find(({ id }) => id === openId);
  const open = (id: string | null) =>
    router.replace(id === null ? HREF : `${HREF}?open=${id}`, {
      scroll: false,
    });
  return (
    <>
      <PageHead
        title="Alert channels"
        lead="Where people are told when something is wrong, and when it is over. Syncs name the channels of their alerts."
        actions={mayChange && <AddChannel onChoose={setMaking} />}
      />
      <ErrorNotice error={error} className="mb-4" />
      <Card>
        {data === undefined ? (
          error === null && <SkeletonRows />
        ) : data.length === 0 ? (
          <EmptyState
            title="Nobody is told yet"
            action={mayChange && <AddChannel onChoose={setMaking} />}
          >
            Add a channel, such as a Slack channel or your on-call rota in
            PagerDuty, and send it a test.
          </EmptyState>
        ) : (
          <ChannelTable channels={data} href={HREF} />
        )}
      </Card>
      {making !== null && (
        <NewChannel
          kind={making}
          onClose={() => setMaking(null)}
          onMade={({ id }) => {
            setMaking(null);
            open(id);
          }}
        />
      )}
      {opened !== undefined && (
        <EditChannel
          key={opened.id}
          channel={opened}
          onClose={() => open(null)}
        />
      )}
    </>
  );
}
