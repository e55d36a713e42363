"use client";
import { useState } from "react";
import { useMay } from "@/components/shell/session";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { Skeleton } from "@/components/ui/skeleton";
import { useAlertRules, useRemoveRule } from "@/lib/queries/alert-rules";
import { useCreateMute } from "@/lib/queries/alerts";
import type { AlertRuleDto } from "@/lib/services/alert/schemas";
import { MuteMenu } from "./mute-menu";
import { RuleForm } from "./rule-form";

/** The dialog of one rule, or of a new one. */
export function RuleDialog({
  id,
  onClose,
}: {
  /** A rule's id, or `new`. */
  id: string;
  onClose: () => void;
}) {
  const rules = useAlertRules().data;
  const mayEdit = useMay("editor");
  const rule = rules?.find((one) => one.id === id);
  if (id === "new")
    return (
      <Dialog isOpen onClose={onClose} title="New rule">
        <RuleForm rule={null} onDone={onClose} onDelete={null} />
      </Dialog>
    );
  return (
    <Dialog isOpen onClose={onClose} title={rule?.name ?? "Rule"}>
      {rule !== undefined ? (
        mayEdit && rule.definitionOf === null ? (
          <EditRule rule={rule} onClose={onClose} />
        ) : (
          <p className="mt-2 text-sm">Tell when {rule.sentence}.</p>
        )
      ) : rules === undefined ? (
        <Skeleton className="mt-4 h-40" />
      ) : (
        <Notice tone="warn" className="mt-4">
          There is no such rule.
        </Notice>
      )}
    </Dialog>
  );
}

function EditRule({
  rule,
  onClose,
}: {
  rule: AlertRuleDto;
  onClose: () => void;
}) {
  const [isDeleting, setIsDeleting] = useState(false);
  const mute = useCreateMute();
  return (
    <>
      <div className="mt-1 flex items-center gap-3">
        <p className="grow text-sm text-ink-2">
          {rule.isDefault
            ? "Every workspace has this rule. It can be changed and switched off."
            : "A rule of this workspace."}
        </p>
        <MuteMenu
          label="Mute"
          canWait={false}
          isBusy={mute.isPending}
          onMute={(until) => {
            if (until !== null)
              mute.mutate(
                { target: "rule", targetId: rule.id, until },
                { onSuccess: onClose },
              );
          }}
        />
      </div>
      <RuleForm
        rule={rule}
        onDone={onClose}
        onDelete={rule.isDefault ? null : () => setIsDeleting(true)}
      />
      {isDeleting && (
        <DeleteRule
          rule={rule}
          onClose={() => setIsDeleting(false)}
          onDeleted={onClose}
        />
      )}
    </>
  );
}

function DeleteRule({
  rule,
  onClose,
  onDeleted,
}: {
  rule: AlertRuleDto;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const remove = useRemoveRule(rule.id);
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Delete ${rule.name}?`}
      consequence={`${
        rule.openAlerts === 0
          ? "Nothing is open by it."
          : `Its ${rule.openAlerts} open alerts end, and who was told of them is told so.`
      } This can’t be undone.`}
      action="Delete rule"
      isBusy={remove.isPending}
      error={remove.error?.message ?? null}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
    />
  );
}
