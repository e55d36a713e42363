"use client";
import type { SubmitEvent } from "react";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import {
  PLAN_NAME_CHARACTERS_MAX,
  UPLOAD_FORMATS,
  type TrackingPlanDto,
} from "@/lib/services/tracking-plan/schemas";
import { FileDrop } from "./file-drop";
import { FileProblems } from "./file-problems";
import { RevisionNotice } from "./revision-notice";
import { placeProblems } from "./upload-problems";
import { useUpload } from "./use-upload";

/** Uploads a plan under a name, or the next revision of one that is handed in. Keeps what was typed when it is refused. */
export function UploadPlan({
  plan,
  onKept,
}: {
  plan: TrackingPlanDto | null;
  onKept: (plan: TrackingPlanDto) => void;
}) {
  const upload = useUpload(plan, onKept);
  const problems = placeProblems(upload.error);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    upload.send();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {problems.other !== null && <Notice tone="bad">{problems.other}</Notice>}
      <div className="grid gap-2">
        <Field label="File">
          {(control) => (
            <FileDrop
              control={control}
              fileName={upload.file?.fileName ?? null}
              onFile={(chosen) => void upload.take(chosen)}
            />
          )}
        </Field>
        <FileProblems
          problems={upload.unread === null ? problems.file : [upload.unread]}
        />
      </div>
      <div className="grid items-start gap-4 sm:flex">
        {plan === null && (
          <div className="grow">
            <Field label="Name" error={problems.name}>
              {(control) => (
                <Input
                  {...control}
                  value={upload.name}
                  required
                  maxLength={PLAN_NAME_CHARACTERS_MAX}
                  onChange={({ target }) => upload.setName(target.value)}
                />
              )}
            </Field>
          </div>
        )}
        <div className="sm:w-32">
          <Field label="Format" error={problems.format}>
            {(control) => (
              <Select
                {...control}
                value={upload.format}
                onChange={({ target }) =>
                  upload.setFormat(
                    UPLOAD_FORMATS.find((one) => one === target.value) ?? null,
                  )
                }
              >
                {UPLOAD_FORMATS.map((one) => (
                  <option key={one} value={one}>
                    {one.toUpperCase()}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      </div>
      <RevisionNotice same={upload.same} isUnchanged={upload.isUnchanged} />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={upload.isBusy}>
          {upload.isBusy ? "Uploading …" : wordsFor(upload.same)}
        </Button>
      </div>
    </form>
  );
}

const wordsFor = (same: TrackingPlanDto | undefined) =>
  same?.vendorId === null
    ? `Upload revision ${same.revision + 1}`
    : "Upload the plan";
