import { Tag, type Tone } from "@/components/ui/tag";
import type { Severity } from "@/lib/alerts/rule";

const WORDS: Record<Severity, { word: string; tone: Tone }> = {
  critical: { word: "Critical", tone: "bad" },
  error: { word: "Error", tone: "bad" },
  warning: { word: "Warning", tone: "warn" },
  info: { word: "Info", tone: "neutral" },
};

export const severityWord = (severity: Severity) => WORDS[severity].word;

export function SeverityTag({ severity }: { severity: Severity }) {
  const { word, tone } = WORDS[severity];
  return (
    <Tag tone={tone} dot={severity === "critical"}>
      {word}
    </Tag>
  );
}
