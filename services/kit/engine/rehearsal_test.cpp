// SPDX-License-Identifier: MIT
#include "services/kit/engine/rehearsal.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include <atomic>

#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

using testing::HasSubstr, testing::IsEmpty;

struct Parcel {
    Id<Parcel> id;
    std::int64_t version = 0;
    std::string number, name;
    Instant created_at;
    static constexpr auto fields =
        describe(identity(&Parcel::id, &Parcel::version), Field{"number", &Parcel::number, "what people quote"},
                 Field{"name", &Parcel::name, "what it is called", length(1, 10), editable, searched},
                 Field{"created_at", &Parcel::created_at, "when"});
};
struct Sent {
    std::string to;
    static constexpr auto fields = describe(Field{"to", &Sent::to, ""});
};
constexpr Command<New<Parcel>, Parcel> create_parcel{"create_parcel", CREATE("/parcels"), roles(Role::agent),
                                                     "Create."};
constexpr Query<ListOf<Parcel>, Page<Parcel>> list_parcels{"list_parcels", GET("/parcels"), managers, "List."};
constexpr Event<Changed<Parcel>> parcel_created{"parcels.parcel_created", "one was made"};
constexpr Job<Sent, Sent> sending{"send", 10, 3};
constexpr Timer<Id<Parcel>> late{"late"};
constexpr Migration parcels_schema[] = {{"001",
                                         "create table parcels (row $row, id text not null unique, version bigint not "
                                         "null, number text not null, body text "
                                         "not null);\ncreate search table parcels_search;\n"}};

struct ParcelDesk {
    Definition definition() {
        const auto run = [](View&, std::span<const Sent> all) {
            return std::vector<JobResult<Sent>>(all.size(), {.result = Sent{}});
        };
        return {.name = "parcels",
                .doc = "keeps parcels",
                .routes = {create(create_parcel, parcels, parcel_created,
                                  [this](Unit& unit, Parcel& parcel) {
                                      ++runs;
                                      unit.at_commit([this, name = parcel.name] { remembered.push_back(name); });
                                      parcel.number = unit.next_number('P');
                                      if (parcel.name == "label") parcel.name = "parcel " + parcel.number + ".";
                                      unit.at(late, parcel.id, unit.now() + std::chrono::hours(1));
                                      unit.start(sending, {parcel.name});
                                      if (parcel.name == "cursed") throw Error(Code::failed_precondition, "cursed");
                                  }),
                           on(list_parcels, parcels), timer(late, this, &ParcelDesk::is_late),
                           job(
                               sending, run, [](Unit&, const Sent&, const Sent&) {},
                               [](Unit&, const Sent&, const std::string&) {})},
                .schema = parcels_schema,
                .numbered = {{'P', "parcels"}}};
    }
    void is_late(Unit&, const Id<Parcel>&) {}
    Table<Parcel> parcels{"parcel", {"parcels", {"number"}, {"name"}}};
    std::atomic<int> runs = 0;            ///< of the handler
    std::vector<std::string> remembered;  ///< names of parcels that are kept
};

class RehearsalTest : public testing_kit::DeskTest<ParcelDesk> {
protected:
    /// What a dry run answers, as JSON, or its error.
    std::string tried(const std::string& method, const std::string& params,
                      const std::vector<std::string>& by = {"manager"}) {
        Invocation invocation{.method = std::string(dry_run.name),
                              .params = encode(DryRun{method, {from_json(params)}}),
                              .references = Invocation::References::settled};
        invocation.header.idem = "one key";
        invocation.header.actor = Actor{.id = "user:test", .kind = "person", .roles = by};
        Work work = invocation;
        const Committed committed = bed.engine().run({&work, 1});
        EXPECT_TRUE(committed.events.empty());
        EXPECT_FALSE(committed.jobs_started);
        const Outcome& outcome = committed.outcomes.at(0);
        return outcome.error ? outcome.error->message() : to_json(outcome.result);
    }
    /// As work that comes with others.
    static Invocation made(const std::string& name) {
        Invocation real{.method = "create_parcel", .params = from_json(R"({"name": ")" + name + R"("})")};
        real.header.actor = Actor{.id = "user:test", .kind = "person", .roles = {"manager"}};
        return real;
    }
    static Invocation rehearsed_only(const std::string& name) {
        Invocation dry = made(name);
        dry.params = encode(DryRun{dry.method, {dry.params}});
        dry.method = dry_run.name;
        return dry;
    }
    /// How many rows each table has that a command could write to.
    std::vector<std::int64_t> rows() {
        std::vector<std::int64_t> all;
        for (const char* table :
             {"parcels", "kit_events", "kit_staged", "kit_replies", "kit_timers", "kit_jobs", "kit_counters"})
            all.push_back(
                std::get<0>(bed.reader().row<std::int64_t>("select count(*) from " + std::string(table)).value()));
        return all;
    }
};
RAPPORT_ON_EACH_STORE(RehearsalTest);

TEST_P(RehearsalTest, SaysWhatWouldComeOfItAndKeepsNothing) {
    const auto before = rows();
    const std::string answer = tried("create_parcel", R"({"name": "Lamp"})");
    EXPECT_THAT(answer, HasSubstr(R"("number":null,"name":"Lamp")"));
    EXPECT_THAT(answer, HasSubstr(R"("x-would-emit":[{)"));
    EXPECT_THAT(answer, HasSubstr(R"("type":"parcels.parcel_created")"));
    EXPECT_EQ(rows(), before);
    EXPECT_EQ(bed.call(list_parcels, {}).total, 0);
    EXPECT_EQ(bed.call(create_parcel, {{.name = "Lamp"}}).number, "P-2026-000001") << "none was drawn";
}

TEST_P(RehearsalTest, ANumberThatTheCallerWroteStaysAndOneThatWasDrawnIsLeftOutOfLongerTextToo) {
    EXPECT_EQ(rehearsed(from_json(R"({"a": "P-0000-000001", "b": ["P-0000-000002"], "c": "as P-0000-000001!"})"), {},
                        std::vector<std::string>{"P-0000-000001"}),
              from_json(R"({"a": null, "b": ["P-0000-000002"], "c": "as P-…!", "x-would-emit": []})"));
    EXPECT_THAT(tried("create_parcel", R"({"name": "label"})"), HasSubstr(R"("number":null,"name":"parcel P-….")"));
}

TEST_P(RehearsalTest, AResultThatIsNoMapStandsInAField) {
    EXPECT_EQ(rehearsed(from_json(R"([1, "P-0000-000001"])"), {}, std::vector<std::string>{"P-0000-000001"}),
              from_json(R"({"result": [1, null], "x-would-emit": []})"));
}

TEST_P(RehearsalTest, RefusesWhatTheCommandWouldRefuse) {
    EXPECT_EQ(tried("create_parcel", R"({"name": ""})"), "name: must not be empty");
    EXPECT_THAT(tried("create_parcel", R"({"name": "a"})", {"respondent"}), HasSubstr("your roles do not allow"));
    EXPECT_EQ(tried("list_parcels", "{}"), "method: must be a command of parcels");
    EXPECT_EQ(tried("$dry_run", "{}"), "method: must be a command of parcels");
}

TEST_P(RehearsalTest, EachIsOneOfItsOwnWhateverItsKey) {
    EXPECT_THAT(tried("create_parcel", R"({"name": "a"})"), HasSubstr(R"("name":"a")"));
    EXPECT_THAT(tried("create_parcel", R"({"name": "b"})"), HasSubstr(R"("name":"b")"));
    bed.with_key("one key");
    EXPECT_EQ(bed.call(create_parcel, {{.name = "c"}}).name, "c");
}

TEST_P(RehearsalTest, WhatRunsBesideItIsKept) {
    std::vector<Work> group{made("real"), rehearsed_only("dry"), made("real")};
    const Committed committed = bed.engine().run(group);
    EXPECT_EQ(committed.events.size(), 2U);
    if (GetParam() == "sqlite") {
        EXPECT_EQ(desk.runs, 3) << "what runs beside it runs once";
    }
    const auto page = bed.call(list_parcels, {});
    ASSERT_EQ(page.total, 2);
    EXPECT_EQ(page.items.at(0).name, "real");
}

TEST_P(RehearsalTest, WhatRunsBesideItDoesNotRunTwice) {
    if (GetParam() != "sqlite") GTEST_SKIP() << "each has a transaction of its own, and may be in another's way";
    std::vector<Work> group{made("real"), rehearsed_only("dry"), made("real"), rehearsed_only("cursed")};
    bed.engine().run(group);
    EXPECT_EQ(desk.runs, 4);
}

TEST_P(RehearsalTest, MemoryIsChangedByWhatIsKeptAndByThatOnce) {
    tried("create_parcel", R"({"name": "dry"})");
    EXPECT_THAT(desk.remembered, IsEmpty());
    std::vector<Work> group{made("one"), made("cursed"), rehearsed_only("dry"), made("two")};
    const Committed committed = bed.engine().run(group);
    EXPECT_EQ(committed.outcomes.at(1).error->message(), "cursed");
    EXPECT_THAT(desk.remembered, testing::UnorderedElementsAre("one", "two"));
    bed.call(create_parcel, {{.name = "three"}});
    EXPECT_EQ(desk.remembered.back(), "three");
}

}  // namespace
}  // namespace rapport::kit
