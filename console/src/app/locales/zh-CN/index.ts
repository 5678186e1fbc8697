import * as common from "./common";
import { imports } from "./imports";
import { insight } from "./insight";
import { journeys } from "./journeys";
import { messages } from "./messages";
import { overview } from "./overview";
import { people } from "./people";
import { segments } from "./segments";
import { session } from "./session";
import { settings } from "./settings";
import { touchpoints } from "./touchpoints";

export const zh = { ...common, session, overview, people, segments, journeys, touchpoints, insight, messages, imports, settings };
