import type { Person } from "../scenarios/people";
import type { Row } from "./columns";
import type { TimeForm } from "./dump-options";
import { addProperties } from "./event-rows";
import type { Migration, PersonState } from "./population";
import { writeTime } from "./written-time";

/** The row of somebody, as Heap knows them by now. */
export function userRow(
  { userId, account, about }: Person,
  state: PersonState,
  index: number,
  added: readonly string[],
  form: TimeForm,
): Row {
  const known = state.isKnown ? account : null;
  const row: Row = {
    user_id: BigInt(userId),
    identity: known?.email,
    email: known?.email,
    joindate: writeTime(state.joinedAt, form),
    last_modified: writeTime(state.modifiedAt, form),
    name: known?.name,
    company: known?.company,
    role: known?.role,
    logins: String(state.logins),
    initial_browser: about.browser,
    initial_platform: about.platform,
    initial_device_type: about.device_type,
    initial_country: about.country,
    initial_referrer: about.referrer,
  };
  addProperties(row, added, index);
  return row;
}

export function migrationRow({ from, to, at }: Migration, form: TimeForm): Row {
  return {
    from_user_id: BigInt(from),
    to_user_id: BigInt(to),
    time: writeTime(at, form),
  };
}
