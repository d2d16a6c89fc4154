// SPDX-License-Identifier: MIT
#include "services/kit/entities/party_events.hpp"

#include <gmock/gmock-matchers.h>

#include "services/kit/party_staff.hpp"
#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

using LoanId = Id<struct LoanTag>;
using PartyId = Id<struct PartyTag>;

struct Loan {
    LoanId id;
    std::int64_t version = 0;
    PartyId party;
    std::string thing, borrower;
    Instant created_at;
    static constexpr auto fields =
        describe(identity(&Loan::id, &Loan::version), Field{"party", &Loan::party, "whose", initial, filter},
                 Field{"thing", &Loan::thing, "what", editable},
                 Field{"borrower", &Loan::borrower, "who fetched it", editable, personal, searched},
                 Field{"created_at", &Loan::created_at, "since when"});
};

constexpr Roles staff = roles(Role::agent);
constexpr Command<New<Loan>, Loan> lend{"lend", bus_only, staff, "Lend a thing."};
constexpr Query<ById<LoanId>, Loan> get_loan{"get_loan", bus_only, staff, "A loan."};
constexpr Query<ListOf<Loan>, Page<Loan>> list_loans{"list_loans", bus_only, staff, "Loans."};
constexpr Event<Changed<Loan>> lent{"loans.lent", "a thing was lent"}, loan_changed{"loans.loan_changed", "otherwise"};
constexpr Query<bus::ReadEvents, bus::EventPage> events_query{"$events", bus_only, roles(Role::service)};
constexpr Event<PartyErased> heard{"others.happened", "something of another service"};

struct Loans {
    Definition definition() {
        return {"loans",
                "keeps loans",
                all({create(lend, table, lent), on(get_loan, table), on(list_loans, table), tells(loan_changed, table),
                     EventRoute{EventRoute::As::reaction, std::string(heard.type),
                                [this](Unit&, const bus::Event&) { ++happened; }}},
                    follows_parties(table, loan_changed)),
                schema,
                {},
                parties_of_staff()};
    }
    Table<Loan> table{"loan", "loans", owned_by("party")};
    int happened = 0;
    static constexpr Migration schema[] = {
        {"001_loans",
         "create table loans (row $row, id text not null unique, version bigint not null, party text not null, "
         "body text not null);\ncreate index loans_party on loans (party, row);\n"
         "create search table loans_search;\n"}};
};

class PartyEventsTest : public testing_kit::DeskTest<Loans> {
protected:
    Loan enter(const PartyId& party, const std::string& borrower) {
        New<Loan> loan;
        loan.entity = {.party = party, .thing = "projector", .borrower = borrower};
        return bed.call(lend, loan);
    }
    std::vector<Loan> of(const PartyId& party) {
        return bed.call(list_loans, ListOf<Loan>{}.where(&Loan::party, party)).items;
    }
    void erase(const PartyId& party) { bed.deliver(party_erased, party, {party}); }
    View view() { return {bed.reader(), bed.clock.now(), {}}; }
    std::int64_t count(const std::string& sql) { return std::get<0>(bed.reader().row<std::int64_t>(sql).value()); }

    const PartyId one{new_uuid(bed.clock.now())}, two{new_uuid(bed.clock.now())}, three{new_uuid(bed.clock.now())};
};
RAPPORT_ON_EACH_STORE(PartyEventsTest);

TEST_P(PartyEventsTest, WhatBelongsToAMergedPartyBelongsToTheOneThatIsLeftAndIsTold) {
    enter(one, "Kim");
    enter(two, "Sam");
    bed.deliver(parties_merged, two, {two, {one}});
    EXPECT_TRUE(of(one).empty());
    EXPECT_EQ(of(two).size(), 2U);
    const auto told = bed.emitted(loan_changed);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].entity.borrower, "Kim");
    EXPECT_EQ(told[0].entity.version, 2);
    ASSERT_EQ(told[0].changes.size(), 1U);
    EXPECT_EQ(told[0].changes[0].field, "party");
}

TEST_P(PartyEventsTest, APartyThatWasMergedTwiceIsKnownByTheLastOneThatIsLeft) {
    EXPECT_EQ(canonical_party(view(), one), one);
    bed.deliver(parties_merged, two, {two, {one}});
    EXPECT_EQ(canonical_party(view(), one), two);
    bed.deliver(parties_merged, three, {three, {two}});
    EXPECT_EQ(canonical_party(view(), one), three);
    EXPECT_EQ(canonical_party(view(), two), three);
    EXPECT_EQ(canonical_party(view(), three), three);
}

TEST_P(PartyEventsTest, AnErasureBlanksWhatIsPersonalAndTellsNothingOfIt) {
    const Loan theirs = enter(one, "Kim Example"), another = enter(two, "Sam Example");
    erase(one);
    const Loan blank = bed.call(get_loan, {theirs.id});
    EXPECT_EQ(blank.borrower, "");
    EXPECT_EQ(blank.thing, "projector");
    EXPECT_EQ(bed.call(get_loan, {another.id}).borrower, "Sam Example");
    const auto told = bed.emitted(loan_changed);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].entity.borrower, "");
    EXPECT_TRUE(told[0].changes.empty());
    ListOf<Loan> search;
    search.search = "Kim";
    EXPECT_TRUE(bed.call(list_loans, search).items.empty());
}

TEST_P(PartyEventsTest, AnErasureLeavesNothingOfThePersonInHistoryAndAnswersAndTheHistoryStillVerifies) {
    bed.with_key("again");
    enter(one, "Kim Example");
    enter(two, "Sam Example");
    erase(one);
    const auto verification = Outbox::verify(bed.reader(), "loans");
    EXPECT_TRUE(verification.chain_intact);
    EXPECT_EQ(verification.events, 3);
    const auto page = bed.call(events_query, {});
    ASSERT_EQ(page.events.size(), 3U);
    EXPECT_TRUE(page.events[0].erased);
    EXPECT_FALSE(page.events[1].erased);
    EXPECT_FALSE(page.events[2].erased);
    for (const std::string column : {"loans.body", "kit_events.body", "kit_replies.result"}) {
        const std::string table = column.substr(0, column.find('.')), name = column.substr(table.size() + 1);
        EXPECT_EQ(count("select count(*) from " + table + " where lower(" + name + ") like '%kim%'"), 0) << column;
    }
    EXPECT_EQ(count("select count(*) from kit_events where body like '%Sam%'"), 1);
}

TEST_P(PartyEventsTest, WhatWasToldJustBeforeLosesItsDataTooThoughItHasNoPlaceInTheHistoryYet) {
    erase(three);  // so that the service is where the registry is
    const Actor agent{.id = "user:1", .roles = {"agent"}};
    const auto lend_to = [&](const PartyId& party, const std::string& borrower) {
        New<Loan> loan;
        loan.entity = {.party = party, .thing = "projector", .borrower = borrower};
        return Invocation{.method = "lend", .params = encode(loan), .header = {.actor = agent}};
    };
    const Delivery erasure{{bus::Follower::From::head, "registry"}, bed.make(party_erased, one, {one})};
    std::vector<Work> group{lend_to(two, "Sam Example")};
    if (GetParam() == "sqlite") {
        group.insert(group.begin(), lend_to(one, "Kim Example"));
    } else {
        // As another connection left it that has committed and waits for the sequencer.
        bus::Event told = bed.make(heard, one, PartyErased{one});
        told.source = "loans";
        told.type = lent.type;
        told.parties = {one};
        told.data = any_of(Changed<Loan>{{.party = one, .borrower = "Kim Example"}, {}});
        Db::open(bed.dsn(), Db::Mode::write)->run("insert into kit_staged (event) values (?)", {to_json(encode(told))});
    }
    group.push_back(erasure);
    const Committed committed = bed.engine().run(group);
    for (const Outcome& outcome : committed.outcomes) EXPECT_FALSE(outcome.error) << outcome.error->message();
    std::int64_t of_one = 0;
    for (const bus::Event& event : committed.events) {
        const bool concerns_one = event.parties == std::vector<Uuid>{one};
        if (event.type != lent.type) continue;
        EXPECT_EQ(event.erased, concerns_one) << "it is not given out either";
        of_one += concerns_one ? 1 : 0;
    }
    EXPECT_EQ(of_one, 1);
    EXPECT_EQ(count("select count(*) from kit_events where body like '%Kim%'"), 0);
    EXPECT_EQ(count("select count(*) from kit_events where body like '%Sam%'"), 1);
    EXPECT_EQ(count("select count(*) from kit_staged"), 0);
    EXPECT_TRUE(Outbox::verify(bed.reader(), "loans").chain_intact);
}

TEST_P(PartyEventsTest, AnErasureOfThePartyThatIsLeftIsOneOfThoseThatWereMergedIntoIt) {
    enter(one, "Kim Example");
    bed.deliver(parties_merged, two, {two, {one}});
    erase(two);
    EXPECT_EQ(count("select count(*) from kit_events where body like '%Kim%'"), 0);
    EXPECT_EQ(count("select count(*) from loans where body like '%Kim%'"), 0);
    EXPECT_TRUE(Outbox::verify(bed.reader(), "loans").chain_intact);
}

/// As a store has it whose service learned of the merge from history: reactions begin with what is new.
TEST_P(PartyEventsTest, AnErasureBlanksWhatStillStandsUnderTheIdOfAMergedParty) {
    const Loan theirs = enter(one, "Kim Example"), another = enter(three, "Sam Example");
    bed.deliver(parties_merged, three, {three, {}});  // a source that is new is read from its beginning
    Db::open(bed.dsn(), Db::Mode::write)
        ->run("insert into kit_merged_parties (id, survivor) values (?, ?)", {one, two});
    erase(two);
    EXPECT_EQ(bed.call(get_loan, {theirs.id}).borrower, "");
    EXPECT_EQ(bed.call(get_loan, {another.id}).borrower, "Sam Example");
    EXPECT_EQ(count("select count(*) from loans where body like '%Kim%'"), 0);
}

TEST_P(PartyEventsTest, AnEventThatWaitsForAnOperatorLosesWhatItSaysToo) {
    const auto db = Db::open(bed.dsn(), Db::Mode::write);
    const auto letter = [&](const PartyId& party) {
        bus::Event event = bed.make(heard, party, PartyErased{party});
        event.parties = {party};
        db->run(
            "insert into kit_dead_letters (consumer, source, subject, sequence, event, error, parked) values "
            "('reaction', 'others', ?, 1, ?, 'no', '')",
            {party, to_json(encode(event))});
    };
    letter(one);
    letter(two);
    erase(one);
    EXPECT_EQ(count("select count(*) from kit_dead_letters where event like '%\"erased\":true%'"), 1);
}

TEST_P(PartyEventsTest, AnEventWithoutItsDataIsPassedOverByWhoHearsIt) {
    bed.deliver(heard, one, {one});
    EXPECT_EQ(desk.happened, 1);
    bus::Event event = bed.make(heard, two, PartyErased{two});
    event.data = {};
    event.erased = true;
    EXPECT_FALSE(bed.deliver(event).error);
    EXPECT_EQ(desk.happened, 1);
    EXPECT_EQ(count("select count(*) from kit_dead_letters"), 0);
}

}  // namespace
}  // namespace rapport::kit
