"use client";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { useMay } from "@/components/shell/session";
import { Button } from "@/components/ui/button";
import { ErrorNotice } from "@/components/ui/error-notice";
import { PageHead } from "@/components/ui/page-head";
import { Skeleton } from "@/components/ui/skeleton";
import { Tabs } from "@/components/ui/tabs";
import { useCreateMute, useOpenAlerts } from "@/lib/queries/alerts";
import { HistoryCard } from "./history-card";
import { MuteMenu } from "./mute-menu";
import { MutesNotice } from "./mutes-notice";
import { OpenAlerts } from "./open-alerts";
import { RuleDialog } from "./rule-dialog";
import { RulesCard } from "./rules-card";

const PATH = "/alerts";
const TABS = ["alerts", "rules"] as const;
type Tab = (typeof TABS)[number];

/** What is wrong, what was, and by which rules that is told. The tab and the opened rule are in the URL. */
export function AlertsScreen() {
  const router = useRouter();
  const query = useSearchParams();
  const tab = TABS.find((one) => one === query.get("tab")) ?? "alerts";
  const rule = query.get("rule");
  const mayEdit = useMay("editor");
  const go = (next: Tab, open: string | null = null) =>
    router.replace(
      next === "alerts"
        ? PATH
        : `${PATH}?tab=rules${open === null ? "" : `&rule=${open}`}`,
      { scroll: false },
    );
  return (
    <>
      <PageHead
        title="Alerts"
        lead="What went wrong and since when. Rules decide what is minded, and who is told."
        actions={
          <>
            <Button asChild variant="ghost">
              <Link href="/settings/alert-channels">Channels</Link>
            </Button>
            {mayEdit && <Actions onNew={() => go("rules", "new")} />}
          </>
        }
      />
      <MutesNotice />
      <Tabs
        label="Alerts or rules"
        value={tab}
        onChange={(next) => go(next)}
        tabs={[
          { value: "alerts", label: "Alerts", content: <AlertList /> },
          {
            value: "rules",
            label: "Rules",
            content: <RulesCard onOpen={(id) => go("rules", id)} />,
          },
        ]}
      />
      {rule !== null && (
        <RuleDialog key={rule} id={rule} onClose={() => go("rules")} />
      )}
    </>
  );
}

function Actions({ onNew }: { onNew: () => void }) {
  const mute = useCreateMute();
  return (
    <>
      {mute.error !== null && (
        <span role="alert" className="text-sm text-bad">
          {mute.error.message}
        </span>
      )}
      <MuteMenu
        label="Mute all"
        canWait={false}
        size="md"
        isBusy={mute.isPending}
        onMute={(until) => {
          if (until !== null) mute.mutate({ target: "all", until });
        }}
      />
      <Button variant="primary" onClick={onNew}>
        New rule
      </Button>
    </>
  );
}

function AlertList() {
  const { data, error } = useOpenAlerts();
  return (
    <div className="grid gap-4">
      <ErrorNotice error={error} />
      {data === undefined ? (
        error === null && <Skeleton className="h-40" />
      ) : (
        <OpenAlerts alerts={data} />
      )}
      <HistoryCard />
    </div>
  );
}
