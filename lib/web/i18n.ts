import api from "@/messages/en/api.json";
import auth from "@/messages/en/auth.json";
import common from "@/messages/en/common.json";
import eventTypes from "@/messages/en/eventTypes.json";
import events from "@/messages/en/events.json";
import notices from "@/messages/en/notices.json";
import overview from "@/messages/en/overview.json";
import products from "@/messages/en/products.json";
import receiver from "@/messages/en/receiver.json";
import replays from "@/messages/en/replays.json";
import scenarios from "@/messages/en/scenarios.json";
import settings from "@/messages/en/settings.json";
import subscriptions from "@/messages/en/subscriptions.json";
import test from "@/messages/en/test.json";
import workspaces from "@/messages/en/workspaces.json";

export const LOCALE = "en";

/** All copy, by area: `getTranslations("events")` reads messages/en/events.json. */
export const MESSAGES = { api, auth, common, eventTypes, events, notices, overview, products, receiver, replays, scenarios, settings, subscriptions, test, workspaces };
