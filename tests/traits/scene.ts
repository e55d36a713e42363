import { startScene, type Scene } from "../connect/scene";

const loadVerbs = async () => ({
  ...(await import("../../lib/services/event-feed/feed-state")),
  ...(await import("../../lib/services/event-feed/feed-step")),
  ...(await import("../../lib/services/event-feed/forget")),
  ...(await import("../../lib/services/event-feed/move-events")),
  ...(await import("../../lib/services/trait/create")),
  ...(await import("../../lib/services/trait/ensure")),
  ...(await import("../../lib/services/trait/preview")),
  ...(await import("../../lib/services/trait/read")),
  ...(await import("../../lib/services/trait/remove")),
  ...(await import("../../lib/services/trait/update")),
});

type Person = {
  user_id: string;
  identity: string | null;
  traits: Record<string, unknown>;
  is_listed: boolean;
  is_gone: boolean;
  changed: string;
  record: Record<string, unknown>;
};

export type TraitScene = Scene & Awaited<ReturnType<typeof withTraits>>;

/** Connections whose people have computed traits, on real PostgreSQL. */
export async function startTraitScene(): Promise<TraitScene> {
  const scene = await startScene();
  return { ...scene, ...(await withTraits(scene)) };
}

async function withTraits(scene: Scene) {
  const verbs = await loadVerbs();
  const { app, ctx } = scene.engine;
  const query = async <Row extends object>(
    text: string,
    values: unknown[] = [],
  ) => (await app.database().pool.query<Row>(text, values)).rows;
  let names = 0;
  return {
    ...{ verbs, query },

    /** A connection to Heap that reads no bucket. */
    async aPlainConnection() {
      names += 1;
      const { id, ingestUrl } = await app.createConnection({
        ctx,
        input: {
          name: `traits-${names}`,
          kind: "heap",
          settings: { appId: "11" },
        },
      });
      return { id, key: ingestUrl?.split("/").at(-1) ?? "" };
    },

    aTrait: (connectionId: string, body: object) =>
      verbs.createTrait({ ctx, input: { connectionId, body } }),

    ingest: (key: string, events: readonly object[]) =>
      scene.engine.ingest(key, JSON.stringify(events)),

    /** Computes until nothing is left; answers why it ended. */
    async compute(connectionId: string, now: Date = new Date()) {
      for (let turn = 0; turn < 50; turn += 1) {
        const { next } = await verbs.runFeedStep(connectionId, () => now);
        if (next !== "more") return next;
      }
      throw new Error("The traits found no end");
    },

    peopleOf: (connectionId: string) =>
      query<Person>(
        "SELECT user_id, identity, traits, is_listed, is_gone, changed, record FROM data.heap_user WHERE connection_id = $1 ORDER BY user_id",
        [connectionId],
      ),

    /** Everybody's traits, by their ids. */
    async traitsOf(connectionId: string) {
      const people = await this.peopleOf(connectionId);
      return Object.fromEntries(
        people.map(({ user_id, traits }) => [user_id, traits]),
      );
    },
  };
}
