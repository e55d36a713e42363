import { propertyKeys } from "./property-path";
import { eventsOf, type TraitDefinition } from "./definition";

const NAMED_MAX = 3;

/** What a trait tells, as people say it: “How often they did Report Created in the last 30 days”. */
export function traitSentence(definition: TraitDefinition): string {
  const { where, in: window } = definition;
  const sentence = sentenceOf(definition, namesOf(definition));
  return [
    sentence,
    where ? " under a condition" : "",
    window ? ` in the last ${daysOf(window.days)}` : "",
  ].join("");
}

function sentenceOf(definition: TraitDefinition, did: string): string {
  switch (definition.kind) {
    case "count":
      return `How often they did ${did}`;
    case "firstTime":
      return `When they did ${did} first`;
    case "lastTime":
      return `When they did ${did} last`;
    case "activeDays":
      return `On how many days they did ${did}`;
    case "sessions":
      return `In how many sessions they did ${did}`;
    case "lastActiveDate":
      return `The day on which they did ${did} last`;
    case "adopted":
      return definition.atLeast === 1
        ? `Whether they did ${did}`
        : `Whether they did ${did} ${definition.atLeast.toLocaleString("en")} times or more`;
    case "mostFrequent":
      return `The most frequent ${propertyName(definition.property)} of ${did}`;
    case "sum":
      return `The sum of ${propertyName(definition.property)} over ${did}`;
    case "average":
      return `The average ${propertyName(definition.property)} of ${did}`;
  }
}

function namesOf(definition: TraitDefinition): string {
  const events = eventsOf(definition);
  if (events === null) return "anything";
  const more = events.length - NAMED_MAX;
  const named = events.slice(0, NAMED_MAX);
  return more > 0 ? `${named.join(", ")} or ${more} more` : named.join(" or ");
}

const propertyName = (path: string) => propertyKeys(path)?.join(".") ?? path;

const daysOf = (days: number) => (days === 1 ? "day" : `${days} days`);
