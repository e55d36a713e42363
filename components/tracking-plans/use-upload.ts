import { useRef, useState } from "react";
import { useCreatePlan, useTrackingPlans } from "@/lib/queries/tracking-plans";
import type {
  TrackingPlanDto,
  UploadFormat,
} from "@/lib/services/tracking-plan/schemas";
import {
  formatOfFile,
  nameOfFile,
  readPlanFile,
  type PlanFile,
} from "./plan-file";

/**
 * An upload as it is being filled in, under a name or as the next revision of
 * a plan. Name and format follow from the file until somebody sets them.
 */
export function useUpload(
  plan: TrackingPlanDto | null,
  onKept: (plan: TrackingPlanDto) => void,
) {
  const upload = useCreatePlan();
  const newest = useRef<File | null>(null);
  const known = useTrackingPlans().data ?? [];
  const [file, setFile] = useState<PlanFile | null>(null);
  const [unread, setUnread] = useState<string | null>(null);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [chosenFormat, setFormat] = useState<UploadFormat | null>(null);
  const [before, setBefore] = useState<TrackingPlanDto | undefined>();
  const name = plan?.name ?? typedName ?? nameOfFile(file?.fileName ?? "");
  const format = chosenFormat ?? (file === null ? "json" : formatOfFile(file));
  const named = known.find((one) => one.name === name.trim());
  // Once it is sent, the list soon shows the plan as it is after.
  const isSent = upload.isPending || upload.isSuccess;
  const same = isSent ? before : named;
  const isUnchanged =
    upload.data !== undefined && upload.data.revision === same?.revision;
  return {
    ...{ file, unread, name, format, same, isUnchanged, setFormat },
    ...{ error: upload.error, isBusy: upload.isPending },
    setName: (text: string) => {
      if (upload.isSuccess) upload.reset();
      setTypedName(text);
    },
    async take(chosen: File) {
      upload.reset();
      newest.current = chosen;
      const read = await readPlanFile(chosen);
      // A large file may be read only after another was chosen.
      if (newest.current !== chosen) return;
      setUnread(typeof read === "string" ? read : null);
      if (typeof read === "string") return;
      setFile(read);
      setFormat(null);
    },
    send() {
      setUnread(file === null ? "Choose a file first." : null);
      if (file === null) return;
      setBefore(named);
      upload.mutate(
        { name, format, content: file.content },
        {
          onSuccess: (kept) => {
            if (kept.revision !== named?.revision) onKept(kept);
          },
        },
      );
    },
  };
}
