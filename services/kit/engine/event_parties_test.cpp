// SPDX-License-Identifier: MIT
// An event says which parties it concerns, and who sees some parties alone is shown their events and no other.
#include "services/kit/engine/event_parties.hpp"

#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>

#include "services/kit/engine/outbox.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/bed.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre;
using testing::IsEmpty;

struct VisitTag;
using VisitId = Id<VisitTag>;
struct HostTag;
using HostId = Id<HostTag>;

/// A record of a party's.
struct Visit {
    VisitId id;
    std::int64_t version = 0;
    HostId party;
    std::string title;
    Instant created_at;
    static constexpr auto fields =
        describe(identity(&Visit::id, &Visit::version), Field{"party", &Visit::party, "whose", editable, filter},
                 Field{"title", &Visit::title, "what for", length(1, 100), editable},
                 Field{"created_at", &Visit::created_at, "when it was entered"});
};
/// Data that names a party in a field of its own, and data that names none.
struct Meeting {
    std::optional<HostId> host;
    std::vector<HostId> guests = {};
    static constexpr auto fields =
        describe(Field{"host", &Meeting::host, "who has it"}, Field{"guests", &Meeting::guests, "who comes"});
};
struct Announcement {
    Meeting meeting;
    std::string text;
    static constexpr auto fields = describe(Field{"meeting", &Announcement::meeting, "which meeting"},
                                            Field{"text", &Announcement::text, "what is said"});
};
struct Remark {
    std::string text;
    std::optional<HostId> about;
    static constexpr auto fields =
        describe(Field{"text", &Remark::text, "what is said"}, Field{"about", &Remark::about, "about whom"});
};
struct Subject {
    std::string subject;
    static constexpr auto fields = describe(Field{"subject", &Subject::subject, "of what"});
};
struct Told {
    std::vector<bus::CloudEvent> events;
    static constexpr auto fields = describe(Field{"events", &Told::events, "in order"});
};

constexpr Command<New<Visit>, Visit> create_visit{"create_visit", CREATE("/visits"), roles(Role::agent)};
constexpr Command<Edit<Visit>, Visit> update_visit{"update_visit", PATCH("/visits/{id}"), roles(Role::agent)};
constexpr Command<Announcement, Nothing> announce{"announce", POST("/announcements"), roles(Role::agent)};
constexpr Command<Remark, Nothing> remark{"remark", POST("/remarks"), roles(Role::agent)};
constexpr Query<bus::ReadEvents, bus::EventPage> events_query{"$events", bus_only, roles(Role::service)};
constexpr Query<Subject, Told> history_query{"$history", bus_only, roles()};

constexpr Event<Changed<Visit>> visit_created{"visits.visit_created", "a visit was entered"};
constexpr Event<Changed<Visit>> visit_changed{"visits.visit_changed", "a visit was changed"};
constexpr Event<Announcement> announced{"visits.announced", "a meeting was announced"};
constexpr Event<Remark> remarked{"visits.remarked", "something was said"};

constexpr Migration schema_[] = {
    {"001_visits",
     "create table visits (row $row, id text not null unique, version bigint not null, party text not null, "
     "body text not null);\ncreate index visits_party on visits (party, row);\n"
     "create table staff (user_id text not null, party text not null);\n"}};

/// A service of the test's own.
class Desk {
public:
    Definition definition() {
        Definition definition{"visits",
                              "keeps visits",
                              {create(create_visit, table, visit_created), change(update_visit, table, visit_changed),
                               on(announce, this, &Desk::announce_it), on(remark, this, &Desk::remark_it),
                               tells(announced), tells(remarked)},
                              schema_};
        definition.party_fields = {"meeting.host", "meeting.guests"};
        definition.own_parties = OwnPartiesSql{.of_user = "select party from staff where user_id = ?"};
        return definition;
    }
    Nothing announce_it(Unit& unit, const Announcement& said) {
        unit.emit(announced, place, said);
        return {};
    }
    Nothing remark_it(Unit& unit, const Remark& said) {
        unit.emit(remarked, place, said, concerning(said.about));
        return {};
    }

    Table<Visit> table{"visit", "visits", owned_by("party")};
    const Uuid place = *uuid_from("0192f0c1-7a3b-7cde-8f00-0000000000aa");
};

class EventPartiesTest : public testing::TestWithParam<std::string> {
protected:
    /// Texts of the events that somebody reads, in order: the title of a visit, what was said.
    std::vector<std::string> texts(const std::vector<bus::CloudEvent>& events) {
        std::vector<std::string> all;
        for (const bus::CloudEvent& event : events) {
            if (event.type == announced.type) all.push_back(decode<Announcement>(event.data).text);
            else if (event.type == remarked.type) all.push_back(decode<Remark>(event.data).text);
            else all.push_back(decode<Changed<Visit>>(event.data).entity.title);
        }
        return all;
    }
    template <class Req, class Res>
    Res ask(const Query<Req, Res>& query, const Req& request, const Actor& actor) {
        Invocation invocation{.method = std::string(query.name), .params = encode(request)};
        invocation.header.actor = actor;
        const Outcome outcome = bed.engine().query(bed.reader(), invocation);
        if (outcome.error) throw *outcome.error;
        return decode<Res>(outcome.result);
    }
    bus::EventPage read(const Actor& actor, bus::ReadEvents request = {}) { return ask(events_query, request, actor); }
    Visit visit(const HostId& party, const std::string& title) {
        Visit said;
        said.party = party;
        said.title = title;
        return bed.call(create_visit, {said});
    }
    /// One of each way in which an event concerns a party.
    void tell_of(const HostId& party, const std::string& name) {
        visit(party, name + " visit");
        bed.call(announce, {{party}, name + " announcement"});
        bed.call(remark, {name + " remark", party});
    }
    void give(const std::string& user, const HostId& party) {
        Db::open(bed.dsn(), Db::Mode::write)->run("insert into staff (user_id, party) values (?, ?)", {user, party});
    }

    Desk desk;
    testing_kit::TestBed bed{desk.definition(), GetParam()};
    const HostId acme{*uuid_from("0192f0c1-7a3b-7cde-8f00-000000000001")},
        other{*uuid_from("0192f0c1-7a3b-7cde-8f00-000000000002")};
    const Actor everybody{.id = "service:x", .roles = {"service"}};
    const Actor of_acme{.id = "token:1", .kind = "program", .roles = {"agent"}, .parties = {to_text(acme)}};
    const Actor manager{.id = "user:kim", .kind = "person", .roles = {"account_manager"}};
};
INSTANTIATE_TEST_SUITE_P(Stores, EventPartiesTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(EventPartiesTest, WhatATableWithAnOwnerTellsConcernsTheOwnerAndTheOneBefore) {
    Visit entered = visit(acme, "visit");
    EXPECT_THAT(bed.events.back().parties, ElementsAre(acme));
    bed.call(update_visit, Edit<Visit>::of(entered.id).set(&Visit::title, "longer visit"));
    EXPECT_THAT(bed.events.back().parties, ElementsAre(acme));
    bed.call(update_visit, Edit<Visit>::of(entered.id).set(&Visit::party, other));
    EXPECT_THAT(bed.events.back().parties, ElementsAre(acme, other));
}

TEST_P(EventPartiesTest, OtherDataConcernsTheOneInItsPartyFieldOrWhomItsAuthorSays) {
    bed.call(announce, {{other}, "for one"});
    EXPECT_THAT(bed.events.back().parties, ElementsAre(other));
    bed.call(announce, {{}, "for nobody"});
    EXPECT_THAT(bed.events.back().parties, IsEmpty());
    bed.call(announce, {{other, {acme}}, "for several"});
    EXPECT_THAT(bed.events.back().parties, ElementsAre(acme, other));
    bed.call(remark, {"about one", acme});
    EXPECT_THAT(bed.events.back().parties, ElementsAre(acme));
    bed.call(remark, {"about nobody"});
    EXPECT_THAT(bed.events.back().parties, IsEmpty());
    EXPECT_EQ(decode<bus::EventPage>(encode(read(everybody))).events.at(0).parties, to_text(other));
}

TEST_P(EventPartiesTest, WhoSeesSomePartiesAloneReadsTheirEventsAndNoOther) {
    tell_of(acme, "Acme");
    tell_of(other, "Other");
    bed.call(remark, {"about nobody"});
    EXPECT_THAT(texts(read(of_acme).events), ElementsAre("Acme visit", "Acme announcement", "Acme remark"));
    EXPECT_THAT(texts(read(manager).events), IsEmpty());
    give("kim", other);
    EXPECT_THAT(texts(read(manager).events), ElementsAre("Other visit", "Other announcement", "Other remark"));
    Actor both = manager;
    both.parties = {to_text(acme)};
    EXPECT_THAT(texts(read(both).events), IsEmpty()) << "of those named only their own";
    EXPECT_EQ(read(everybody).events.size(), 7U);
}

TEST_P(EventPartiesTest, WhatConcernsTwoIsShownToBoth) {
    const Visit entered = visit(acme, "visit");
    bed.call(update_visit, Edit<Visit>::of(entered.id).set(&Visit::party, other).set(&Visit::title, "moved"));
    bed.call(update_visit, Edit<Visit>::of(entered.id).set(&Visit::title, "theirs alone"));
    EXPECT_THAT(texts(read(of_acme).events), ElementsAre("visit", "moved"));
    give("kim", other);
    EXPECT_THAT(texts(read(manager).events), ElementsAre("moved", "theirs alone"));
}

TEST_P(EventPartiesTest, APageSaysHowFarItGoesSinceSequencesAreLeftOut) {
    for (int i = 0; i < 3; ++i) {
        visit(other, "hidden");
        visit(acme, "shown " + std::to_string(i));
    }
    visit(other, "hidden");
    const auto first = read(of_acme, {.limit = 2});
    EXPECT_THAT(texts(first.events), ElementsAre("shown 0", "shown 1"));
    EXPECT_EQ(first.through, 4);
    EXPECT_EQ(first.last, 7);
    const auto second = read(of_acme, {.after = *first.through, .limit = 2});
    EXPECT_THAT(texts(second.events), ElementsAre("shown 2"));
    EXPECT_EQ(second.through, 7) << "what is hidden at the end need not be looked at again";
    const auto third = read(of_acme, {.after = *second.through});
    EXPECT_THAT(third.events, IsEmpty());
    EXPECT_EQ(third.through, 7);
    for (const bus::CloudEvent& event : first.events) EXPECT_FALSE(event.previous) << "it need not be theirs";
    EXPECT_FALSE(read(everybody).through) << "who reads all has no gaps";
}

TEST_P(EventPartiesTest, LargeEventsDivideAPageOfTheirsToo) {
    for (int i = 0; i < 3; ++i) bed.call(remark, {std::string(600'000, 'x'), acme});
    const auto first = read(of_acme);
    EXPECT_EQ(first.events.size(), 1U);
    EXPECT_EQ(first.through, 1);
}

TEST_P(EventPartiesTest, TheHistoryOfOneEntityIsShownAsFarAsItIsTheirs) {
    const Visit entered = visit(acme, "visit");
    bed.call(update_visit, Edit<Visit>::of(entered.id).set(&Visit::party, other).set(&Visit::title, "moved"));
    bed.call(update_visit, Edit<Visit>::of(entered.id).set(&Visit::title, "theirs alone"));
    const Subject of{to_text(entered.id)};
    EXPECT_THAT(texts(ask(history_query, of, of_acme).events), ElementsAre("visit", "moved"));
    EXPECT_EQ(ask(history_query, of, {.id = "user:1", .roles = {"manager"}}).events.size(), 3U);
}

TEST_P(EventPartiesTest, AgentsWhoSeeAllPartiesReadNoEventsOverTheBus) {
    const Actor agent{.id = "user:1", .roles = {"agent", "account_manager"}};
    for (const auto& refused : {std::function([&] { read(agent); }),
                                std::function([&] { ask(history_query, Subject{to_text(desk.place)}, agent); }),
                                std::function([&] { ask(history_query, Subject{to_text(desk.place)}, everybody); })})
        EXPECT_THROW(refused(), Error);
}

TEST_P(EventPartiesTest, AServiceThatKnowsNoRelationshipsShowsAnAccountManagerNone) {
    tell_of(acme, "Acme");
    give("kim", acme);
    auto definition = desk.definition();
    for (const auto& own : {std::optional<OwnPartiesSql>(), std::optional(OwnPartiesSql{})}) {
        definition.own_parties = own;
        bed.reopen(definition);
        EXPECT_THAT(read(manager).events, IsEmpty());
        EXPECT_EQ(read(of_acme).events.size(), 3U) << "a token names its parties itself";
    }
}

TEST_P(EventPartiesTest, AServiceThatDoesNotTellPartiesApartRefusesWhoIsLimited) {
    auto definition = desk.definition();
    definition.own_parties.reset();
    bed.reopen(definition);
    Work remarked = Invocation{
        .method = std::string(remark.name), .params = encode(Remark{"x", acme}), .header = {.actor = of_acme}};
    const auto outcome = bed.engine().run({&remarked, 1}).outcomes.at(0);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code(), Code::permission_denied);
}

TEST_P(EventPartiesTest, AStoreFromBeforeIsIndexedByWhatItsEventsSay) {
    tell_of(acme, "Acme");
    tell_of(other, "Other");
    {
        // As a version without parties wrote it.
        const auto db = Db::open(bed.dsn(), Db::Mode::write);
        for (const HostId& party : {acme, other})
            db->run("update kit_events set head = replace(head, ?, '')", {R"(,"parties":[")" + to_text(party) + "\"]"});
        db->run("delete from kit_event_parties");
        db->run("delete from kit_derivations");
    }
    bed.reopen();
    const auto page = read(of_acme);
    EXPECT_THAT(texts(page.events), ElementsAre("Acme visit", "Acme announcement"))
        << "of what its author said by hand, nothing is known";
    EXPECT_EQ(page.events.at(0).parties, to_text(acme)) << "it is told with them";
    visit(acme, "a new one");
    EXPECT_EQ(read(of_acme).events.size(), 3U);
}

TEST_P(EventPartiesTest, AServiceThatNamesAnotherFieldHasItsIndexMadeAnew) {
    bed.call(remark, {"a remark", acme});
    tell_of(other, "Other");
    auto definition = desk.definition();
    definition.party_fields.clear();
    bed.reopen(definition);
    bed.call(announce, {{acme}, "Acme announcement"});
    EXPECT_THAT(texts(read(of_acme).events), ElementsAre("a remark"));
    bed.reopen(desk.definition());
    EXPECT_THAT(texts(read(of_acme).events), ElementsAre("a remark", "Acme announcement"));
}

TEST_P(EventPartiesTest, WhatWasToldByAFormerNameConcernsWhomItsDataNamesAsWell) {
    bed.call(announce, {{acme}, "Acme announcement"});
    {
        // As a version told it that called it something else, and knew no parties.
        const auto db = Db::open(bed.dsn(), Db::Mode::write);
        db->run("update kit_events set head = replace(replace(head, ?, ''), 'visits.announced', 'visits.proclaimed')",
                {R"(,"parties":[")" + to_text(acme) + "\"]"});
        db->run("delete from kit_event_parties");
    }
    const auto indexed = [&](const std::string& type) {
        return bed.reader().rows<std::string>("select party from kit_event_parties where type = ?", {type}).size();
    };
    auto definition = desk.definition();
    std::get<TellsRoute>(definition.routes.at(4)).was = {"visits.proclaimed"};
    bed.reopen(definition);
    EXPECT_EQ(indexed("visits.proclaimed"), 1U);
    bed.reopen(desk.definition());
    EXPECT_EQ(indexed("visits.proclaimed"), 0U) << "made anew";
}

TEST_P(EventPartiesTest, AFieldThatNoEventHasIsASlipThatShows) {
    auto definition = desk.definition();
    definition.party_fields = {"meeting.guest"};
    EXPECT_THROW(bed.reopen(definition), std::logic_error);
    bed.reopen(desk.definition());
}

TEST_P(EventPartiesTest, WhoAnEventConcernsIsProvenByTheChain) {
    tell_of(acme, "Acme");
    EXPECT_TRUE(Outbox::verify(bed.reader(), "visits").chain_intact);
    Db::open(bed.dsn(), Db::Mode::write)
        ->run("update kit_events set head = replace(head, ?, ?) where sequence = 2", {to_text(acme), to_text(other)});
    EXPECT_EQ(Outbox::verify(bed.reader(), "visits").first_bad, 2);
}

TEST_P(EventPartiesTest, ATimelineHasWhatConcernsAPartyNewestFirst) {
    tell_of(acme, "first");
    tell_of(other, "other");
    bed.advance(1h);
    tell_of(acme, "second");
    const auto texts_of = [&](const AskTimeline& asked, const Actor& actor) {
        return texts(ask(timeline, asked, actor).events);
    };
    const auto all = ask(timeline, {.party = acme}, everybody);
    EXPECT_THAT(texts(all.events), ElementsAre("second remark", "second announcement", "second visit", "first remark",
                                               "first announcement", "first visit"));
    EXPECT_FALSE(all.more);
    const auto page = ask(timeline, {.party = acme, .limit = 2}, everybody);
    EXPECT_TRUE(page.more);
    const auto& last = page.events.back();
    EXPECT_THAT(
        texts_of({.party = acme, .before = last.time, .sequence = std::stoll(last.sequence), .limit = 2}, everybody),
        ElementsAre("second visit", "first remark"));
    EXPECT_THAT(texts_of({.party = acme, .types = {"visits.rem*"}}, everybody),
                ElementsAre("second remark", "first remark"));
    EXPECT_THAT(texts_of({.party = acme, .types = {"visits.announced", "visits.remarked"}, .limit = 1}, of_acme),
                ElementsAre("second remark"));
    EXPECT_THAT(texts_of({.party = other}, of_acme), IsEmpty()) << "another's is none of theirs";
    EXPECT_THAT(texts_of({.party = acme}, manager), IsEmpty());
    give("kim", acme);
    EXPECT_EQ(texts_of({.party = acme}, manager).size(), 6U);
}

TEST_P(EventPartiesTest, APageOfATimelineIsFoundByAnIndexHoweverFarItLiesBack) {
    Db& db = bed.reader();
    if (db.dialect() != Db::Dialect::sqlite) GTEST_SKIP() << "PostgreSQL plans by what it has counted";
    const auto plan = db.rows<std::int64_t, std::int64_t, std::int64_t, std::string>(
        "explain query plan select time, sequence from kit_event_parties where party = ? and (time, sequence) < (?, ?) "
        "order by time desc, sequence desc limit ?",
        {to_text(acme), "2026-01-01T00:00:00.000Z", std::int64_t{7}, std::int64_t{50}});
    ASSERT_EQ(plan.size(), 1U) << "and nothing is sorted";
    EXPECT_THAT(std::get<3>(plan[0]), testing::HasSubstr("USING COVERING INDEX kit_event_parties_time"));
}

TEST_P(EventPartiesTest, ATimelineFollowsMerges) {
    visit(acme, "of acme");
    visit(other, "of other");
    Db::open(bed.dsn(), Db::Mode::write)
        ->run("insert into kit_merged_parties (id, survivor) values (?, ?)", {acme, other});
    for (const HostId& party : {acme, other})
        EXPECT_THAT(texts(ask(timeline, {.party = party}, everybody).events), ElementsAre("of other", "of acme"));
}

TEST_P(EventPartiesTest, AStoreFromBeforeHasItsTimelinesMadeAnew) {
    tell_of(acme, "Acme");
    {
        const auto db = Db::open(bed.dsn(), Db::Mode::write);
        db->run("update kit_event_parties set time = null, type = null");
        db->run("update kit_derivations set form = '1 as before'");
    }
    bed.reopen();
    EXPECT_EQ(ask(timeline, {.party = acme, .types = {"visits.*"}}, everybody).events.size(), 3U);
}

}  // namespace
}  // namespace rapport::kit
