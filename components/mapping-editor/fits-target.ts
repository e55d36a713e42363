import {
  LIST,
  NOTHING,
  NULL,
  OBJECT,
  type ValueType,
} from "@/lib/mapping/value-type";

const NESTED = LIST | OBJECT;

/**
 * Whether a field can become another, as it is or by a conversion: text,
 * numbers, times and yes/no become each other; a list or an object only
 * becomes what takes one. What is unknown may fit.
 */
export function fitsTarget(source: ValueType, target: ValueType): boolean {
  const given = source & ~(NULL | NOTHING);
  if (given === 0 || (given & ~NESTED) !== 0) return true;
  return (given & target) !== 0;
}
