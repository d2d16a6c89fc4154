// SPDX-License-Identifier: MIT
#include "services/kit/entities/lists.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include "services/kit/engine/route_table.hpp"
#include "services/kit/entities/crud.hpp"
#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

using namespace std::literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

enum class Phase { begun, running, over };
constexpr auto names_of(Phase) { return std::array{"begun"sv, "running"sv, "over"sv}; }

/// Something with every kind of field that a list asks for.
struct Loan {
    Id<Loan> id;
    std::int64_t version = 0;
    std::string name;
    Phase phase = Phase::begun;
    std::optional<UserId> owner;
    std::optional<std::string> kind;
    std::optional<std::int64_t> rank;
    std::vector<std::string> tags;
    std::optional<Day> due;
    bool urgent = false, retired = false;
    Instant created_at;
    static constexpr auto was_told_as = "debt"sv;
    static constexpr auto fields = describe(
        identity(&Loan::id, &Loan::version),
        Field{"name", &Loan::name, "what it is called", editable, searched, sorted},
        Field{"phase", &Loan::phase, "how far it is", editable, defaulted, filter},
        Field{"owner", &Loan::owner, "whose it is", editable, filter},
        Field{"kind", &Loan::kind, "of which kind", length(1, 20), editable, filter, folded},
        Field{"rank", &Loan::rank, "how high", editable, filter}, Field{"tags", &Loan::tags, "words", editable, filter},
        Field{"due", &Loan::due, "by when", editable, sorted},
        Field{"urgent", &Loan::urgent, "whether it cannot wait", editable, defaulted, filter},
        Field{"retired", &Loan::retired, "left out", editable, defaulted, hides},
        Field{"created_at", &Loan::created_at, "when it was made", sorted});
};
constexpr Command<New<Loan>, Loan> create_loan{"create_loan", CREATE("/loans"), managers, "Create a loan."};
constexpr Command<Edit<Loan>, Loan> update_loan{"update_loan", PATCH("/loans/{id}"), managers, "Update a loan."};
constexpr Query<ById<Id<Loan>>, Loan> get_loan{"get_loan", GET("/loans/{id}"), managers, "Get a loan."};
constexpr Query<ListOf<Loan>, Page<Loan>> list_loans{"list_loans", GET("/loans"), managers, "List loans."};
constexpr Query<CountsOf<Loan>, Counts> count_loans{"count_loans", GET("/loans/counts"), managers, "Count loans."};
constexpr Query<ByIdAsOf<Id<Loan>>, Loan> get_loan_as_of{"get_loan", GET("/loans/{id}"), managers, "Get a loan."};
constexpr Query<HistoryOf<Id<Loan>>, RecordHistory> loan_history{"loan_history", GET("/loans/{id}/history"), managers,
                                                                 "List what happened."};
constexpr Event<Changed<Loan>> loan_created{"loans.loan_created", "one was made"},
    loan_changed{"loans.loan_changed", "one was changed"};
constexpr Migration loans_schema[] = {
    {"001",
     "create table loans (row $row, id text not null unique, version bigint not null, name text not null, phase text "
     "not null, owner text, kind text, kind_key text, rank bigint, due text, urgent bigint not null, retired bigint "
     "not "
     "null, created_at text not null, body text not null);\n"
     "create index loans_name on loans (name, row);\ncreate index loans_phase on loans (phase, row);\n"
     "create index loans_owner on loans (owner, row);\ncreate index loans_kind on loans (kind_key, row);\n"
     "create index loans_rank on loans (rank, row);\ncreate index loans_due on loans (due, row);\n"
     "create index loans_urgent on loans (urgent, row);\ncreate index loans_created on loans (created_at, row);\n"
     "create table loans_tags (row bigint not null, value text not null, primary key (value, row));\n"
     "create index loans_tags_row on loans_tags (row);\ncreate search table loans_search;\n"}};

struct LoanDesk {
    Definition definition() {
        return {"loans",
                "keeps loans",
                {create(create_loan, loans, loan_created), change(update_loan, loans, loan_changed),
                 on(get_loan, loans), on(list_loans, loans)},
                loans_schema};
    }
    Table<Loan> loans{"loan", "loans"};
};

class ListsTest : public testing_kit::DeskTest<LoanDesk> {
protected:
    Loan made(Loan loan) { return bed.call(create_loan, {std::move(loan)}); }
    /// The names that a request in JSON finds, in its order.
    std::vector<std::string> found(const std::string& json) {
        std::vector<std::string> names;
        for (const Loan& loan : bed.call(list_loans, decode_request<ListOf<Loan>>(from_json(json))).items)
            names.push_back(loan.name);
        return names;
    }
    std::string refused(const std::string& json) {
        try {
            found(json);
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument) << json;
            return error.message();
        }
        return "taken";
    }
    /// What the wire says of a list.
    std::string raw(const std::string& json) {
        Invocation invocation{.method = "list_loans", .params = from_json(json)};
        invocation.header.actor = Actor{.id = "user:test", .kind = "person", .roles = {"manager"}};
        const Outcome outcome = bed.engine().query(bed.reader(), invocation);
        return outcome.error ? outcome.error->message() : to_json(outcome.result);
    }
    std::string counted(const std::string& by, const std::string& json = "{}") {
        CountsOf<Loan> request = decode_request<CountsOf<Loan>>(
            from_json(json.substr(0, json.size() - 1) + (json.size() > 2 ? "," : "") + R"("by":")" + by + "\"}"));
        return to_json(encode(bed.call(count_loans, request).items));
    }
};
RAPPORT_ON_EACH_STORE(ListsTest);

TEST_P(ListsTest, AFilterTakesSeveralValuesAnyOfWhichIsFound) {
    made({.name = "a"});
    made({.name = "b", .phase = Phase::running, .rank = 2});
    made({.name = "c", .phase = Phase::over, .rank = 3, .tags = {"red"}});
    made({.name = "d", .phase = Phase::over, .rank = 4, .tags = {"blue", "red"}});
    EXPECT_THAT(found(R"({"phase": ["begun", "running"]})"), ElementsAre("b", "a"));
    EXPECT_THAT(found(R"({"phase": "over"})"), ElementsAre("d", "c")) << "one may stand alone";
    EXPECT_THAT(found(R"({"rank": [2, 4]})"), ElementsAre("d", "b"));
    EXPECT_EQ(
        bed.call(list_loans, ListOf<Loan>{.limit = 1}.where(&Loan::tags, {"red"}).where(&Loan::tags, {"blue"})).total,
        1)
        << "one value of a text at a time: the last";
    EXPECT_THAT(found(R"({"tags": "red"})"), ElementsAre("d", "c"));
    EXPECT_THAT(found(R"({"phase": ["over"], "tags": "blue", "rank": [4, 9]})"), ElementsAre("d"));
    EXPECT_EQ(refused(R"({"phase": ["begun", "ended"]})"), "phase: must be one of begun, running, over");
    EXPECT_EQ(refused(R"({"phase": []})"), "phase: must name at least one value");
    EXPECT_THAT(
        bed.call(list_loans, ListOf<Loan>{}.where(&Loan::phase, Phase::begun).where(&Loan::phase, Phase::running))
            .items.size(),
        2U);
    EXPECT_THROW(ListOf<Loan>{}.where(&Loan::name, "a"), std::logic_error) << "it is no filter";
}

TEST_P(ListsTest, NoneIsForNoValueAndMeForWhoAsks) {
    const UserId kim = bed.user("kim"), lee = bed.user("lee");
    made({.name = "a", .owner = kim});
    made({.name = "b", .owner = lee});
    bed.act_as("service:import", {"service", "manager"});
    made({.name = "c"});
    EXPECT_THAT(found(R"({"owner": "none"})"), ElementsAre("c"));
    EXPECT_EQ(refused(R"({"owner": "me"})"), "owner: `me` is for users: name one by their id");
    bed.act_as(kim, {"manager"});
    EXPECT_THAT(found(R"({"owner": "me"})"), ElementsAre("a"));
    EXPECT_THAT(found(R"({"owner": ["me", "none"]})"), ElementsAre("c", "a"));
    EXPECT_THAT(refused(R"({"phase": "none"})"), HasSubstr("must be one of")) << "it always has one";
}

TEST_P(ListsTest, DaysAndTimesAreFoundFromAndTo) {
    made({.name = "a", .due = day_from("2026-01-01")});
    made({.name = "b", .due = day_from("2026-01-31")});
    made({.name = "c", .due = day_from("2026-02-01")});
    made({.name = "d"});
    EXPECT_THAT(found(R"({"due.from": "2026-01-31"})"), ElementsAre("c", "b"));
    EXPECT_THAT(found(R"({"due.from": "2026-01-01", "due.to": "2026-01-31"})"), ElementsAre("b", "a"));
    const std::string today = to_text(day_of(bed.clock.now()));
    EXPECT_EQ(found(R"({"created_at.from": ")" + today + R"(", "created_at.to": ")" + today + "\"}").size(), 4U)
        << "a day stands for the whole of it";
    EXPECT_THAT(found(R"({"created_at.to": "2001-02-03T04:05:06Z"})"), IsEmpty());
    EXPECT_EQ(refused(R"({"due.to": "soon"})"), "due.to: must be a date such as 2026-11-22");
    EXPECT_THAT(refused(R"({"created_at.from": 7})"), HasSubstr("created_at.from: must be an RFC 3339 time"));
}

TEST_P(ListsTest, IsSortedUpAndDownwardsAPageAtATime) {
    made({.name = "b", .due = day_from("2026-01-02")});
    made({.name = "c"});
    made({.name = "a", .due = day_from("2026-01-01")});
    made({.name = "d", .due = day_from("2026-01-03")});
    EXPECT_THAT(found(R"({"sort": "due"})"), ElementsAre("a", "b", "d", "c"));
    EXPECT_THAT(found(R"({"sort": "-due"})"), ElementsAre("d", "b", "a", "c")) << "what has none comes last";
    EXPECT_THAT(found(R"({"sort": "-name", "phase": "begun"})"), ElementsAre("d", "c", "b", "a"));
    std::vector<std::string> all;
    ListOf<Loan> request{.limit = 1, .sort = "-due"};
    do {
        const auto page = bed.call(list_loans, request);
        for (const Loan& loan : page.items) all.push_back(loan.name);
        request.after = page.next;
    } while (request.after);
    EXPECT_THAT(all, ElementsAre("d", "b", "a", "c"));
    EXPECT_THAT(refused(R"({"sort": "rank"})"), HasSubstr("sort: must be one of name, due, created_at"));
}

TEST_P(ListsTest, AConditionIsOnWhatIsFilteredAndSortedBy) {
    made({.name = "a", .kind = "Straße", .rank = 1, .urgent = true});
    made({.name = "b", .kind = "Weg", .rank = 2, .tags = {"red"}});
    made({.name = "c", .phase = Phase::over});
    const auto where = [this](const std::string& condition) { return found(R"({"where": ")" + condition + "\"}"); };
    EXPECT_THAT(where("rank >= 2"), ElementsAre("b"));
    EXPECT_THAT(where("rank is null"), ElementsAre("c"));
    EXPECT_THAT(where("not rank = 1"), ElementsAre("c", "b")) << "nothing is not 1";
    EXPECT_THAT(where("rank != 1"), ElementsAre("b")) << "and differs from nothing";
    EXPECT_THAT(where("kind = 'STRASSE' or tags = 'red'"), ElementsAre("b", "a"));
    EXPECT_THAT(where("tags is null and phase in ('begun', 'over')"), ElementsAre("c", "a"));
    EXPECT_THAT(where("urgent = true"), ElementsAre("a"));
    EXPECT_THAT(where("name ~ 'B'"), ElementsAre("b"));
    EXPECT_THAT(where("phase = 'begun' and rank < 2"), ElementsAre("a"));
    EXPECT_THAT(refused(R"({"where": "version > 1"})"), HasSubstr("where: version: unknown"));
    EXPECT_THAT(refused(R"({"where": "rank >"})"), HasSubstr("where: "));
    EXPECT_THAT(refused(R"({"where": "phase = 'ended'"})"), HasSubstr("must be one of begun, running, over"));
}

TEST_P(ListsTest, SomeAreNamedByTheirIdsThoughTheyAreHidden) {
    const auto a = made({.name = "a"}), b = made({.name = "b", .retired = true});
    made({.name = "c"});
    EXPECT_THAT(found(R"({"ids": [")" + to_text(a.id) + R"(", ")" + to_text(b.id) + "\"]}"), ElementsAre("b", "a"));
    EXPECT_THAT(found("{}"), ElementsAre("c", "a"));
    std::string many = to_text(a.id);
    for (int i = 0; i < 200; ++i) many += R"(", ")" + to_text(a.id);
    EXPECT_EQ(refused(R"({"ids": [")" + many + "\"]}"), "ids: may have at most 200 elements");
}

TEST_P(ListsTest, AnswersTheFieldsThatAreAskedFor) {
    const auto a = made({.name = "a", .rank = 1});
    EXPECT_EQ(
        raw(R"({"fields": ["name", "phase"]})"),
        R"({"items":[{"id":")" + to_text(a.id) + R"(","name":"a","phase":"begun"}],"total":1,"total_is":"exact"})");
    EXPECT_THAT(raw(R"({"fields": ["nmae"]})"), HasSubstr("fields: nmae is unknown; did you mean `name`?"));
}

TEST_P(ListsTest, CountsByTheValuesOfAField) {
    made({.name = "a", .urgent = true});
    made({.name = "b", .phase = Phase::over, .rank = 7});
    made({.name = "c", .phase = Phase::over});
    EXPECT_EQ(counted("phase"), R"([{"value":"over","count":2},{"value":"begun","count":1}])");
    EXPECT_EQ(counted("urgent"), R"([{"value":"false","count":2},{"value":"true","count":1}])");
    EXPECT_EQ(counted("rank", R"({"phase": "over"})"), R"([{"count":1},{"value":"7","count":1}])");
    CountsOf<Loan> by_name;
    by_name.by = "name";
    EXPECT_THAT(refusal(count_loans, by_name), HasSubstr("by: must be one of phase, owner, rank, urgent, retired"))
        << "text that people write has as many values as there are records";
}

TEST_P(ListsTest, OfVeryManyValuesTheMostFrequentAreCountedAndTheRestTogether) {
    for (int i = 0; i < 203; ++i) made({.name = "a", .rank = i});
    made({.name = "b", .rank = 202});
    CountsOf<Loan> by_rank;
    by_rank.by = "rank";
    const Counts counts = bed.call(count_loans, by_rank);
    ASSERT_EQ(counts.items.size(), 200U);
    EXPECT_EQ(counts.items.front().value, "202");
    EXPECT_EQ(counts.items.front().count, 2);
    EXPECT_EQ(counts.left_out, 3);
}

TEST_P(ListsTest, TimesDaysAndIdsInAConditionMayBeWrittenInSeveralWays) {
    const UserId ann = bed.user("ann");
    bed.clock.set(*instant_from("2026-11-03T12:00:00Z"));
    const auto loan = made({.name = "a", .owner = ann, .due = day_from("2026-11-03")});
    const auto where = [this](const std::string& condition) { return found(R"({"where": ")" + condition + "\"}"); };
    EXPECT_THAT(where("created_at >= '2026-11-03T20:00:00+08:00'"), ElementsAre("a"));
    EXPECT_THAT(where("created_at > '2026-11-03T20:00:00+08:00'"), IsEmpty());
    EXPECT_THAT(where("created_at = '2026-11-03T12:00:00Z'"), ElementsAre("a"));
    EXPECT_THAT(where("created_at in ('2026-11-03T13:00:00+01:00', '2026-11-04T00:00:00Z')"), ElementsAre("a"));
    EXPECT_THAT(where("created_at >= '2026-11-03' and created_at <= '2026-11-03'"), ElementsAre("a"));
    EXPECT_THAT(where("created_at > '2026-11-03' or created_at < '2026-11-03'"), IsEmpty());
    EXPECT_THAT(where("created_at <= '9999-12-31'"), ElementsAre("a"));
    EXPECT_THAT(found(R"({"created_at.to": "9999-12-31"})"), ElementsAre("a"));
    EXPECT_THAT(where("due <= '2026-11-03'"), ElementsAre("a"));
    std::string capitals = to_text(ann);
    for (char& c : capitals) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    EXPECT_THAT(where("owner = '" + capitals + "'"), ElementsAre("a"));
    EXPECT_THAT(where("owner in ('" + capitals + "')"), ElementsAre("a"));
    EXPECT_THAT(where("id = '" + to_text(loan.id) + "'"), ElementsAre("a"));
    EXPECT_THAT(refused(R"({"where": "created_at > 'tomorrow'"})"),
                HasSubstr("where: created_at: must be an RFC 3339 time"));
    EXPECT_THAT(refused(R"({"where": "created_at = '2026-11-03'"})"), HasSubstr("of a whole day, write created_at >="));
    EXPECT_THAT(refused(R"({"where": "due < 'soon'"})"), HasSubstr("where: due: must be a date"));
    EXPECT_THAT(refused(R"({"where": "owner > 'ann'"})"), HasSubstr("where: owner: must be "));
}

TEST_P(ListsTest, WordsInAConditionAreFoundWithoutTheCaseOfAsciiTheSameOnEachStore) {
    made({.name = "Große Ähre"});
    const auto where = [this](const std::string& condition) { return found(R"({"where": ")" + condition + "\"}"); };
    EXPECT_THAT(where("name ~ 'GROßE'"), ElementsAre("Große Ähre"));
    EXPECT_THAT(where("name ~ 'Ähre'"), ElementsAre("Große Ähre"));
    EXPECT_THAT(where("name ~ 'ähre'"), IsEmpty()) << "as the filters of the bus";
}

TEST_P(ListsTest, WhoNamesAnOldVersionIsToldTheRecordAsItIs) {
    const auto loan = made({.name = "a"});
    bed.call(update_loan, Edit<Loan>::of(loan.id).set(&Loan::name, "b"));
    try {
        bed.call(update_loan, Edit<Loan>::of(loan.id).set(&Loan::version, 1).set(&Loan::name, "c"));
        ADD_FAILURE() << "it was taken";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::aborted);
        EXPECT_THAT(to_json(error.details().bytes), HasSubstr(R"({"version":2,"current":{"id":")"));
        EXPECT_THAT(to_json(error.details().bytes), HasSubstr(R"("name":"b")"));
    }
}

TEST_P(ListsTest, ARecordIsAnsweredAsItWasWhateverTheFieldWasCalledThatHadIt) {
    const auto loan = made({.name = "a"});
    bed.advance(std::chrono::hours(1));
    bed.call(update_loan, Edit<Loan>::of(loan.id).set(&Loan::name, "b"));
    const auto db = Db::open(bed.dsn(), Db::Mode::write);
    db->run("update kit_events set body = replace(body, ?, ?)", {R"({"loan":{)", R"({"debt":{)"});
    EXPECT_EQ(bed.call(get_loan_as_of, {loan.id, bed.clock.now()}).name, "b");
    db->run("update kit_events set body = ? where body like ?",
            {R"({"loan":")" + to_text(loan.id) + "\"}", R"(%"name":"b"%)"});
    EXPECT_EQ(bed.call(get_loan_as_of, {loan.id, bed.clock.now()}).name, "a") << "an id is no record";
}

TEST(History, ARecordThatNoEventHasIsNotOfferedAsItWas) {
    const Table<Loan> loans{"loan", "loans"};
    const auto offered = [&loans](Routes more) {
        const RouteTable routes(
            Definition{.name = "loans", .doc = "keeps loans", .routes = all({on(get_loan, loans)}, std::move(more))});
        return to_json(routes.queries.at("get_loan").info.request.bytes).find("as_of") != std::string::npos;
    };
    EXPECT_TRUE(offered({tells(loan_created)}));
    EXPECT_FALSE(offered({}));
}

TEST_P(ListsTest, ARecordIsAnsweredAsItWasAndWithWhatHappenedToIt) {
    const auto loan = made({.name = "a"});
    const Instant made_at = bed.clock.now();
    bed.advance(std::chrono::hours(1));
    bed.call(update_loan, Edit<Loan>::of(loan.id).set(&Loan::name, "b"));
    EXPECT_EQ(bed.call(get_loan, {loan.id}).name, "b");
    EXPECT_EQ(bed.call(get_loan_as_of, {loan.id, made_at}).name, "a");
    EXPECT_EQ(bed.call(get_loan_as_of, {loan.id, bed.clock.now()}).name, "b");
    EXPECT_THAT(refusal(get_loan_as_of, {loan.id, made_at - std::chrono::hours(1)}),
                HasSubstr("as_of: nothing was known"));
    EXPECT_THAT(refusal(get_loan_as_of, {loan.id, bed.clock.now() + std::chrono::hours(1)}),
                HasSubstr("as_of: must not lie"));

    const auto newest = bed.call(loan_history, {loan.id, {}, 1});
    ASSERT_EQ(newest.items.size(), 1U);
    EXPECT_EQ(newest.items[0].type, "loans.loan_changed");
    const auto before = bed.call(loan_history, {loan.id, newest.next, 1});
    ASSERT_EQ(before.items.size(), 1U);
    EXPECT_EQ(before.items[0].type, "loans.loan_created");
    EXPECT_FALSE(before.next);
    EXPECT_THAT(refusal(loan_history, {Id<Loan>(new_uuid(bed.clock.now())), {}, 1}),
                HasSubstr("id: there is no such loan"));
}

}  // namespace
}  // namespace rapport::kit
