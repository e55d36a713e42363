import { WatchSchema } from "@/lib/alerts/rule";
import { describeWatch } from "@/lib/alerts/describe-watch";
import type { Severity } from "@/lib/alerts/rule";
import type { AlertRuleDto } from "@/lib/services/alert/schemas";
import { firstValues, type WatchValues } from "./watch-forms";

/** A rule as a form holds it. */
export type RuleValues = {
  name: string;
  watch: WatchValues;
  severity: Severity;
  syncIds: string[] | null;
  channelIds: string[];
  cooldownMinutes: number | "";
  recoverMinutes: number | "";
  remindMinutes: number | "";
};

export const NEW_RULE: RuleValues = {
  name: "",
  watch: firstValues("failure"),
  severity: "error",
  ...{ syncIds: null, channelIds: [] },
  ...{ cooldownMinutes: 30, recoverMinutes: 2, remindMinutes: "" },
};

export const valuesOfRule = (rule: AlertRuleDto): RuleValues => ({
  name: rule.name,
  watch: rule.watch,
  severity: rule.severity,
  syncIds: rule.syncIds,
  channelIds: rule.channelIds,
  cooldownMinutes: rule.cooldownMinutes,
  recoverMinutes: rule.recoverMinutes,
  remindMinutes: rule.remindMinutes ?? "",
});

/** What is sent: an empty reminder is none; other empty numbers are refused with their names. */
export const bodyOfRule = ({ remindMinutes, ...values }: RuleValues) => ({
  ...values,
  remindMinutes: remindMinutes === "" ? null : remindMinutes,
});

/** The rule in plain words; null while its settings are unfinished. */
export function sentenceOf({ watch }: RuleValues): string | null {
  const parsed = WatchSchema.safeParse(watch);
  return parsed.success ? `Tell when ${describeWatch(parsed.data)}.` : null;
}
