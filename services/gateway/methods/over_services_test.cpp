// SPDX-License-Identifier: MIT
// Timeline, search, names and the work of a team: asked of all services, answered as one, over HTTP.
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include <atomic>
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "bus/testing/test_bus.hpp"
#include "bus/testing/test_service.hpp"
#include "services/gateway/gateway.hpp"
#include "services/gateway/methods/timeline.hpp"
#include "services/gateway/testing/admission.hpp"
#include "services/gateway/testing/http_client.hpp"
#include "services/kit/names.hpp"
#include "services/kit/questions.hpp"
#include "services/kit/timeline.hpp"

namespace rapport::gateway {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using ::testing::ElementsAre, ::testing::HasSubstr, ::testing::IsEmpty;
using namespace testing;

const Uuid acme = *uuid_from("0192f0c1-7a3b-7cde-8f00-00000000abcd");

/// A record of a test's service.
struct Thing {
    Uuid id;
    std::string number, subject, state;
    bool retired = false;
    static constexpr auto fields = describe(Field{"id", &Thing::id, ""}, Field{"number", &Thing::number, ""},
                                            Field{"subject", &Thing::subject, ""}, Field{"state", &Thing::state, ""},
                                            Field{"retired", &Thing::retired, ""});
};
struct Things {
    std::vector<Thing> items;
    static constexpr auto fields = describe(Field{"items", &Things::items, ""});
};
struct ListThings {
    std::optional<std::string> search;
    std::vector<Uuid> ids;
    std::int64_t limit = 50;
    static constexpr auto fields =
        describe(Field{"search", &ListThings::search, ""}, Field{"ids", &ListThings::ids, ""},
                 Field{"limit", &ListThings::limit, "", defaulted});
};
struct SearchThings {
    std::optional<std::string> search;
    std::int64_t limit = 50;
    static constexpr auto fields =
        describe(Field{"search", &SearchThings::search, ""}, Field{"limit", &SearchThings::limit, "", defaulted});
};
struct ThingId {
    std::string id;
    static constexpr auto fields = describe(Field{"id", &ThingId::id, ""});
};

/// A service with records and events; it says nothing while it is silent.
class Keeper {
public:
    /// Whose list takes ids, or does not.
    Keeper(const std::string& url, std::string name, bool by_ids = true)
        : name_(std::move(name)),
          by_ids_(by_ids),
          service_(url, {.service = name_}, [this](auto& server, const auto& request) { answer(server, request); }) {}

    Uuid keep(const std::string& number, const std::string& subject, bool retired = false) {
        const std::scoped_lock lock(mutex_);
        things_.push_back({new_uuid(SystemClock().now()), number, subject, "open", retired});
        return things_.back().id;
    }
    /// An event about the party, so many minutes after the beginning of 2026.
    void tell(int minute, const std::string& type) {
        const std::scoped_lock lock(mutex_);
        const Instant time = *instant_from("2026-01-01T00:00:00Z") + std::chrono::minutes(minute);
        events_.push_back({.id = new_uuid(time),
                           .source = name_,
                           .type = name_ + "." + type,
                           .subject = type,
                           .time = time,
                           .sequence = std::ssize(events_) + 1,
                           .recorded = time,
                           .parties = {acme},
                           .data = any_of(ThingId{type})});
    }
    std::atomic<bool> silent = false;
    std::atomic<int> gets = 0;  ///< of one record

private:
    bus::ServiceInfo info() const {
        bus::ServiceInfo info{.name = name_, .version = "1", .instance = "i"};
        const Any page{schema_of(shape_of<Things>())}, one{schema_of(shape_of<Thing>())};
        info.methods = {{.name = "list",
                         .kind = "query",
                         .verb = "GET",
                         .path = "/" + name_,
                         .roles = {"agent"},
                         .request = {request_schema_of(by_ids_ ? shape_of<ListThings>() : shape_of<SearchThings>())},
                         .result = page},
                        {.name = "get",
                         .kind = "query",
                         .verb = "GET",
                         .path = "/" + name_ + "/{id}",
                         .roles = {"agent"},
                         .request = {request_schema_of(shape_of<ThingId>())},
                         .result = one},
                        {.name = "$timeline", .kind = "query"},
                        {.name = "$work", .kind = "query"}};
        return info;
    }
    void answer(bus::Server& server, const bus::Request& request) {
        if (request.method == "$info") return server.reply(request, encode(info()));
        if (silent) return;
        const std::scoped_lock lock(mutex_);
        try {
            server.reply(request, result_of(request));
        } catch (const Error& error) {
            server.fail(request, error);
        }
    }
    std::string result_of(const bus::Request& request) {
        if (request.method == "$timeline") return encode(timeline(decode<kit::AskTimeline>(request.params)));
        if (request.method == "$work") {
            const auto asked = decode<kit::AskWork>(request.params);
            kit::WorkItem item{.kind = "case"};
            item.record = {.id = acme, .title = asked.user ? to_text(*asked.user) : "mine"};
            return encode(kit::WorkList{{item}});
        }
        if (request.method == "list") return encode(list(decode<ListThings>(request.params)));
        if (request.method == "get") {
            ++gets;
            const auto id = decode<ThingId>(request.params).id;
            for (const Thing& thing : things_)
                if (to_text(thing.id) == id || thing.number == id) return encode(thing);
            throw Error(Code::not_found, "there is no such thing");
        }
        throw Error(Code::unimplemented, "no such method");
    }
    Things list(const ListThings& asked) const {
        Things found;
        for (const Thing& thing : things_) {
            const bool named = asked.ids.empty() || std::ranges::find(asked.ids, thing.id) != asked.ids.end();
            const bool has = !asked.search || thing.subject.find(*asked.search) != std::string::npos;
            const bool hidden = thing.retired && asked.ids.empty();
            if (named && has && !hidden && std::ssize(found.items) < asked.limit) found.items.push_back(thing);
        }
        return found;
    }
    kit::Timeline timeline(const kit::AskTimeline& asked) const {
        kit::Timeline told;
        for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
            if (asked.before &&
                std::tuple(event->time, event->sequence) >= std::tuple(*asked.before, asked.sequence.value_or(0)))
                continue;
            if (std::ssize(told.events) == asked.limit) {
                told.more = true;
                break;
            }
            told.events.emplace_back(*event);
        }
        return told;
    }

    const std::string name_;
    const bool by_ids_;
    std::mutex mutex_;
    std::vector<Thing> things_;
    std::vector<bus::Event> events_;
    bus::testing::TestService service_;
};

class Agents final : public Authenticator {
public:
    AdmissionPtr admit(const HttpRequest& request) const override {
        const auto role = bearer_of(request);
        if (!role) return {};
        return std::make_shared<ForGood>(Actor{.id = "user:7", .kind = "person", .roles = {std::string(*role)}});
    }
};

class OverServicesTest : public ::testing::Test {
protected:
    OverServicesTest() {
        while (ask("GET", "/readyz").status != 200) std::this_thread::sleep_for(5ms);
    }
    Answer ask(const std::string& verb, const std::string& target, const std::string& body = {},
               const std::string& role = "agent") const {
        return HttpConnection(gateway.address())
            .ask(request_text(verb, target, "Authorization: Bearer " + role + "\r\nContent-Type: application/json\r\n",
                              body));
    }
    json get(const std::string& target) const {
        const Answer answer = ask("GET", target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
    json names(const json& refs) const {
        const Answer answer = ask("POST", "/api/v1/names", json{{"refs", refs}}.dump());
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
    static std::vector<std::string> subjects(const json& page) {
        std::vector<std::string> all;
        for (const json& event : page["items"]) all.push_back(event["subject"]);
        return all;
    }
    static std::vector<std::string> titles(const json& found) {
        std::vector<std::string> all;
        for (const json& item : found["items"]) all.push_back(item["title"]);
        return all;
    }

    const std::string timeline = "/api/v1/timeline?party=" + to_text(acme);
    bus::testing::TestBus bus;
    Keeper cases{bus.url(), "cases"}, visits{bus.url(), "visits"};
    Gateway gateway{{.bus = bus.url(), .http = {"127.0.0.1", 0}, .expected = {"cases", "visits"}, .timeout = 2s},
                    std::make_shared<Agents>()};
};

TEST_F(OverServicesTest, TheTimelineOfAPartyIsOneOfAllServicesNewestFirst) {
    for (const int minute : {1, 3, 5}) cases.tell(minute, "c" + std::to_string(minute));
    for (const int minute : {2, 3, 6}) visits.tell(minute, "v" + std::to_string(minute));
    const json whole = get(timeline);
    EXPECT_THAT(subjects(whole), ElementsAre("v6", "c5", "c3", "v3", "v2", "c1"));
    EXPECT_FALSE(whole.contains("next"));
    EXPECT_EQ(whole["items"][0]["datacontenttype"], "application/json");
    EXPECT_EQ(whole["items"][0]["data"]["id"], "v6");
    EXPECT_THAT(subjects(get(timeline + "&types=visits.*")), ElementsAre("v6", "v3", "v2"));
}

TEST_F(OverServicesTest, ATimelineIsReadPageByPageWithoutLossAndWithoutRepetition) {
    std::vector<std::string> wanted;
    for (int minute = 40; minute > 0; --minute) wanted.push_back((minute % 3 ? "c" : "v") + std::to_string(minute));
    for (int minute = 1; minute <= 40; ++minute)
        (minute % 3 ? cases : visits).tell(minute, (minute % 3 ? "c" : "v") + std::to_string(minute));
    std::vector<std::string> heard;
    std::string next;
    for (int pages = 0; pages < 20; ++pages) {
        const json page = get(timeline + "&limit=7" + (next.empty() ? "" : "&before=" + next));
        for (const std::string& subject : subjects(page)) heard.push_back(subject);
        if (!page.contains("next")) break;
        next = page["next"];
    }
    EXPECT_EQ(heard, wanted);
}

TEST_F(OverServicesTest, AServiceThatIsSilentIsMissingAndTheOthersAreThere) {
    cases.tell(1, "c1");
    visits.tell(2, "v2");
    visits.silent = true;
    const auto began = std::chrono::steady_clock::now();
    const json page = get(timeline);
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2s);
    EXPECT_THAT(subjects(page), ElementsAre("c1"));
    EXPECT_THAT(page["missing"], ElementsAre("visits"));
}

TEST_F(OverServicesTest, ATimelineGoesOnWithAServiceThatWasSilentBehindWhatWasShown) {
    for (const int minute : {1, 2, 3}) cases.tell(minute * 10, "c" + std::to_string(minute));
    for (const int minute : {5, 15, 30, 35}) visits.tell(minute, "v" + std::to_string(minute));
    visits.silent = true;
    const json page = get(timeline + "&limit=2");
    EXPECT_THAT(subjects(page), ElementsAre("c3", "c2"));
    const json without = get(timeline + "&before=" + page["next"].get<std::string>());
    EXPECT_THAT(subjects(without), ElementsAre("c1"));
    ASSERT_TRUE(without.contains("next")) << "only a silent one is left";
    visits.silent = false;
    EXPECT_THAT(subjects(get(timeline + "&before=" + page["next"].get<std::string>())), ElementsAre("v15", "c1", "v5"));
    const json rest = get(timeline + "&before=" + without["next"].get<std::string>());
    EXPECT_THAT(subjects(rest), ElementsAre("v5"));
    EXPECT_FALSE(rest.contains("next"));
}

TEST_F(OverServicesTest, ATimelineOfWhichNobodyAnsweredBeginsAgain) {
    cases.tell(1, "c1");
    cases.silent = visits.silent = true;
    const json nothing = get(timeline);
    EXPECT_THAT(subjects(nothing), IsEmpty());
    cases.silent = visits.silent = false;
    EXPECT_THAT(subjects(get(timeline + "&before=" + nothing["next"].get<std::string>())), ElementsAre("c1"));
}

TEST_F(OverServicesTest, SearchFindsInAllListsTheOneOfThatNumberFirst) {
    cases.keep("C-2026-000001", "the network was down");
    cases.keep("C-2026-000002", "the printer");
    visits.keep("V-2026-000001", "about C-2026-000002 and the network");
    EXPECT_THAT(titles(get("/api/v1/search?q=network")),
                ElementsAre("the network was down", "about C-2026-000002 and the network"));
    const json by_number = get("/api/v1/search?q=c-2026-000002");
    EXPECT_EQ(by_number["items"][0]["title"], "the printer");
    EXPECT_EQ(by_number["items"][0]["type"], "cases.Thing");
    EXPECT_EQ(by_number["items"][0]["state"], "open");
    EXPECT_THAT(titles(get("/api/v1/search?q=network&types=visits.Thing")),
                ElementsAre("about C-2026-000002 and the network"));
    for (int i = 0; i < 9; ++i) cases.keep("C-2026-00010" + std::to_string(i), "many");
    EXPECT_EQ(get("/api/v1/search?q=many")["items"].size(), 5u);
    EXPECT_EQ(get("/api/v1/search?q=many&limit=7")["items"].size(), 7u);
    visits.silent = true;
    EXPECT_THAT(get("/api/v1/search?q=network")["missing"], ElementsAre("visits"));
}

TEST_F(OverServicesTest, NamesAreOfEachTypeAndOfWhatIsRetiredToo) {
    const Uuid one = cases.keep("C-2026-000001", "one"), old = cases.keep("C-2026-000002", "old", true),
               visit = visits.keep("V-2026-000001", "visit");
    const auto ref = [](const char* type, const Uuid& id) { return json{{"type", type}, {"id", to_text(id)}}; };
    const json all = names({ref("cases.Thing", one), ref("cases.Thing", old), ref("visits.Thing", visit),
                            ref("visits.Thing", one), ref("cases.Thing", one)});
    std::map<std::string, json> by_title;
    for (const json& item : all["items"]) by_title[item["title"]] = item;
    ASSERT_EQ(by_title.size(), 3u) << all;
    EXPECT_EQ(by_title["old"]["retired"], true);
    EXPECT_EQ(by_title["one"]["number"], "C-2026-000001");
    EXPECT_EQ(by_title["visit"]["type"], "visits.Thing");
    EXPECT_THAT(all["missing"], IsEmpty());
    EXPECT_THAT(names(json::array({ref("nobody.Thing", one)}))["missing"], ElementsAre("nobody"));
    visits.silent = true;
    const json part = names({ref("cases.Thing", one), ref("visits.Thing", visit)});
    EXPECT_THAT(titles(part), ElementsAre("one"));
    EXPECT_THAT(part["missing"], ElementsAre("visits"));
}

TEST_F(OverServicesTest, RecordsAreAskedForOneByOneOnlyWhereNoListTakesIds) {
    Keeper rooms(bus.url(), "rooms", false);
    while (get("/readyz")["services"] != 3) std::this_thread::sleep_for(5ms);
    json refs = json::array();
    for (int i = 0; i < 250; ++i) {
        refs.push_back({{"type", "rooms.Thing"}, {"id", to_text(rooms.keep("R-" + std::to_string(i), "a room"))}});
        refs.push_back({{"type", "cases.Thing"}, {"id", to_text(new_uuid(SystemClock().now()))}});
    }
    const json found = names(refs);
    EXPECT_EQ(found["items"].size(), 250u);
    EXPECT_THAT(found["missing"], IsEmpty());
    EXPECT_EQ(rooms.gets, 250);
    EXPECT_EQ(cases.gets, 0) << "what a list by ids lacks is not there";
}

TEST_F(OverServicesTest, WhatIsWrongWithARequestIsSaid) {
    const auto refusal = [&](const std::string& target) {
        const Answer answer = ask("GET", target);
        EXPECT_EQ(answer.status, 400) << target;
        return json::parse(answer.body)["detail"].get<std::string>();
    };
    EXPECT_THAT(refusal("/api/v1/timeline?party=acme"), HasSubstr("party"));
    EXPECT_THAT(refusal(timeline + "&before=yesterday"), HasSubstr("before: must be `next` of the page before"));
    EXPECT_THAT(refusal(timeline + "&limit=1000"), HasSubstr("limit"));
    EXPECT_THAT(refusal("/api/v1/search?q="), HasSubstr("q"));
    EXPECT_THAT(refusal("/api/v1/search?q=x&types=cases.Thnig"), HasSubstr("did you mean `cases.Thing`?"));
    EXPECT_THAT(refusal("/api/v1/search?words=x"), HasSubstr("words: unknown"));
    json many = json::array();
    for (int i = 0; i < 501; ++i) many.push_back({{"type", "cases.Thing"}, {"id", to_text(acme)}});
    EXPECT_THAT(ask("POST", "/api/v1/names", json{{"refs", many}}.dump()).body, HasSubstr("refs"));
    const Answer unknown =
        ask("POST", "/api/v1/names", json{{"refs", {{{"type", "cases.Tihng"}, {"id", to_text(acme)}}}}}.dump());
    EXPECT_EQ(unknown.status, 400);
    EXPECT_THAT(unknown.body, HasSubstr("refs[0].type: must be one of"));
    for (const char* target : {"/api/v1/search?q=x", "/api/v1/work"})
        EXPECT_EQ(ask("GET", target, {}, "respondent").status, 403) << target;
}

TEST_F(OverServicesTest, TheyAreDocumented) {
    const json paths = get("/api/openapi.json")["paths"];
    EXPECT_EQ(paths["/api/v1/names"]["post"]["operationId"], "gateway_names");
    EXPECT_EQ(paths["/api/v1/timeline"]["get"]["operationId"], "gateway_timeline");
    EXPECT_EQ(paths["/api/v1/search"]["get"]["operationId"], "gateway_search");
}

TEST_F(OverServicesTest, TheWorkOfATeamIsThatOfEachOfIt) {
    const Uuid ann = new_uuid({1}), bob = new_uuid({2});
    bus::testing::TestService accounts(
        bus.url(), {.service = "accounts"}, [&](bus::Server& server, const bus::Request& request) {
            if (request.method == "$info")
                return server.reply(request, encode(bus::ServiceInfo{.name = "accounts", .version = "1"}));
            if (request.method != "list_team") return server.fail(request, Error(Code::unimplemented, "no"));
            EXPECT_EQ(request.header.actor->id, "user:7");
            server.reply(request, from_json(R"({"users":[")" + to_text(ann) + R"(",")" + to_text(bob) + R"("]})"));
        });
    while (get("/readyz")["services"] != 3) std::this_thread::sleep_for(5ms);
    const json work = get("/api/v1/work?who=team");
    EXPECT_EQ(work["items"].size(), 4u) << "of two services, of two users";
    for (const json& item : work["items"]) EXPECT_EQ(item["user"], item["record"]["title"]);
    EXPECT_EQ(work["counts"][0]["count"], 4);
}

TEST(TimelinePlaces, AreWrittenAndReadAgain) {
    const TimelinePlaces places{{"cases", {.time = {1'772'323'200'000}, .sequence = 17}}, {"visits", {.ended = true}}};
    EXPECT_EQ(to_text(places), "cases:1772323200000.17,visits:-");
    EXPECT_EQ(timeline_places_from(to_text(places)), places);
    for (const char* bad :
         {"", "cases", "cases:17", "cases:1.", ":1.1", "cases:1.1,cases:2.2", "cases:1.-1", "cases:999999999999999.1"})
        EXPECT_FALSE(timeline_places_from(bad)) << bad;
}

}  // namespace
}  // namespace rapport::gateway
