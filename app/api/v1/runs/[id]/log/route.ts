import { eventStream } from "@/lib/http/event-stream";
import { withWorkspace, type Call } from "@/lib/http/with-workspace";
import { FollowLogInput, followRunLog } from "@/lib/services/run/follow-log";
import {
  ReadLogInput,
  readRunLog,
  readRunLogText,
} from "@/lib/services/run/log";

type Params = { id: string };

/** A run's log: as JSON in pages, as text to keep, or live as server-sent events. */
export const GET = withWorkspace<Params>(async (call) => {
  const { ctx } = call;
  const input = ReadLogInput.parse(queryOf(call));
  switch (call.query.get("format")) {
    case "text":
      return asDownload(input.runId, await readRunLogText({ ctx, input }));
    case "stream":
      return stream(call);
    default:
      return Response.json(await readRunLog({ ctx, input }));
  }
});

const queryOf = ({ params, query }: Call<Params>) => ({
  ...Object.fromEntries(query),
  runId: params.id,
});

function asDownload(runId: string, text: string): Response {
  return new Response(text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${runId}.log"`,
    },
  });
}

/** A browser that comes back names the last line that it saw. */
async function stream(call: Call<Params>): Promise<Response> {
  const after = call.header("last-event-id") ?? call.query.get("after");
  const follow = await followRunLog({
    ctx: call.ctx,
    input: FollowLogInput.parse({ runId: call.params.id, after }),
  });
  return eventStream(({ send, end }) =>
    follow({
      onLines: (lines) => lines.every((data) => send({ id: data.id, data })),
      onEnd: end,
    }),
  );
}
