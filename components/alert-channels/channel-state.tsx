import { Tag, type Tone } from "@/components/ui/tag";
import type { AlertChannelDto } from "@/lib/services/alert-channel/schemas";

type State = { tone: Tone; words: string };

/** Whether people are told through it, as far as its newest delivery tells. */
export function ChannelState({ channel }: { channel: AlertChannelDto }) {
  const { tone, words } = stateOf(channel);
  return (
    <Tag tone={tone} dot>
      {words}
    </Tag>
  );
}

function stateOf({ last, waiting }: AlertChannelDto): State {
  if (last?.status === "failed") return { tone: "bad", words: "Failed" };
  if (last?.status === "waiting")
    return { tone: "bad", words: "Not getting through" };
  if (waiting > 0) return { tone: "run", words: "Sending" };
  if (last === null) return { tone: "neutral", words: "Not tried yet" };
  return { tone: "ok", words: "Works" };
}
