/** The wire form of `POST /v1/events`. */
export interface Event {
  id: string;
  event: string;
  at: string;
  touchpoint: string;
  account: string;
  ids: Ids;
  properties: Properties;
}

/** Who somebody is, by kind of id. An openid belongs to the event's account. */
export interface Ids {
  anonymous_id?: string;
  openid?: string;
  unionid?: string;
  member_no?: string;
}

export type Value = string | number | boolean | null | Value[] | { [name: string]: Value };
export type Properties = { [name: string]: Value | undefined };

/** Something that will not be counted, and why. `event` is absent when it is about more than one. */
export interface Problem {
  code: string;
  reason: string;
  event?: Event;
}
