import api from "./api.json";
import audit from "./audit.json";
import auth from "./auth.json";
import catalogue from "./catalogue.json";
import commands from "./commands.json";
import common from "./common.json";
import eventTypes from "./eventTypes.json";
import events from "./events.json";
import notices from "./notices.json";
import overview from "./overview.json";
import people from "./people.json";
import problems from "./problems.json";
import products from "./products.json";
import receiver from "./receiver.json";
import replays from "./replays.json";
import scenarios from "./scenarios.json";
import settings from "./settings.json";
import subscriptions from "./subscriptions.json";
import test from "./test.json";
import workspaces from "./workspaces.json";

/** All copy, by area: `useTranslations("events")` reads events.json. English is the model of the other languages. */
export default { api, audit, auth, catalogue, commands, common, eventTypes, events, notices, overview, people, problems, products, receiver, replays, scenarios, settings, subscriptions, test, workspaces };
