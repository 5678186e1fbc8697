export type { Event, Ids, Problem, Properties } from "./events";
export { Exposures } from "./exposures";
export { asksFor, itemOf, type Dataset } from "./items";
export type { Answer, Platform, Post, Store } from "./platform";
export { scriptErrors } from "./script_errors";
export { Tracker, type Settings } from "./tracker";
