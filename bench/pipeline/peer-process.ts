import { givenTask, sendAnswer } from "../in-processes";
import { PEERS } from "./peers";
import type { PeerTask } from "./task";

// One peer in a process of its own: answers how many events a second it sent.
const task = givenTask() as PeerTask;
const startedAt = performance.now();
const events = await PEERS[task.peer](task);
sendAnswer((events * 1_000) / (performance.now() - startedAt));
