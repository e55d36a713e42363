"use client";
import { useRouter } from "next/navigation";
import { Dialog } from "@/components/ui/dialog";
import { Tabs } from "@/components/ui/tabs";
import type { TrackingPlanDto } from "@/lib/services/tracking-plan/schemas";
import { FetchPlan } from "./fetch-plan";
import { UploadPlan } from "./upload-plan";

const WAYS = ["segment", "upload"] as const;
export type Way = (typeof WAYS)[number];

/** The way that an address asks for, if it asks for one. */
export const wayOf = (text: string | null): Way | null =>
  WAYS.find((way) => way === text) ?? null;

/** The dialog that fetches a plan or uploads one, and then shows it. */
export function AddPlan({
  way,
  onWay,
  onClose,
}: {
  way: Way;
  onWay: (way: Way) => void;
  onClose: () => void;
}) {
  const router = useRouter();
  const show = ({ id }: TrackingPlanDto) =>
    router.push(`/tracking-plans/${id}`);
  return (
    <Dialog isOpen onClose={onClose} title="Add a plan">
      <div className="mt-2">
        <Tabs
          label="Where the plan is"
          value={way}
          onChange={onWay}
          tabs={[
            {
              value: "segment",
              label: "Fetch from Segment",
              content: <FetchPlan onFetched={show} />,
            },
            {
              value: "upload",
              label: "Upload a file",
              content: <UploadPlan plan={null} onKept={show} />,
            },
          ]}
        />
      </div>
    </Dialog>
  );
}
