// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include "services/registry/testing.hpp"

namespace rapport::registry {
namespace {

using testing::ElementsAre;

class ImportTest : public DeskTest {};
RAPPORT_ON_EACH_STORE(ImportTest);

TEST_P(ImportTest, AnImportEntersOnceAndRejectsRowByRow) {
    std::vector<api::ImportRow> rows;
    for (int i = 0; i < 100; ++i)
        rows.push_back({{"cfpb", "company " + std::to_string(i)}, said({.name = "Company " + std::to_string(i)})});
    const auto asked = [&rows](bool notify) {
        kit::ImportRows request{.notify = notify};
        for (const auto& row : rows) request.rows.push_back(any_of(row));
        return request;
    };
    rows[5].party = said({.name = "Company 5", .country = "no"});
    const auto first = bed.call(api::import_parties, asked(false));
    ASSERT_EQ(first.rows.size(), 100U);
    EXPECT_EQ(first.rows[4].outcome, kit::ImportOutcome::created);
    EXPECT_EQ(first.rows[5].outcome, kit::ImportOutcome::rejected);
    EXPECT_EQ(first.rows[5].error->substr(0, 8), "country:");
    EXPECT_EQ(parties({}), 99);
    EXPECT_TRUE(bed.events.at(0).quiet);

    rows[5].party = said({.name = "Company 5", .country = "US"});
    rows[6].party = said({.name = "Company 6", .industry = "banking"});
    const auto second = bed.call(api::import_parties, asked(true));
    EXPECT_EQ(second.rows[4].outcome, kit::ImportOutcome::unchanged);
    EXPECT_EQ(second.rows[4].id, first.rows[4].id);
    EXPECT_EQ(second.rows[5].outcome, kit::ImportOutcome::created);
    EXPECT_EQ(second.rows[6].outcome, kit::ImportOutcome::updated);
    EXPECT_EQ(bed.events.size(), 101U);
    EXPECT_FALSE(bed.events.back().quiet);
}

TEST_P(ImportTest, ARowOfAnImportMayNotTakeAnothersReference) {
    bed.call(api::create_party, {{.name = "Acme", .references = {{"crm", "17"}}}});
    const Any c = any_of(api::ImportRow{{"cfpb", "C"}, said({.name = "C"})});
    const Any b = any_of(api::ImportRow{{"cfpb", "B"}, said({.name = "B", .references = {{"crm", "17"}}})});
    const auto imported = bed.call(api::import_parties, {.rows = {b, c, c}});
    EXPECT_EQ(imported.rows[0].outcome, kit::ImportOutcome::rejected);
    EXPECT_EQ(imported.rows[1].outcome, kit::ImportOutcome::created);
    EXPECT_EQ(imported.rows[2].outcome, kit::ImportOutcome::unchanged);
    EXPECT_EQ(parties({}), 2);
}

TEST_P(ImportTest, ARowOfAnImportIsCheckedAsARequestIsAndKeepsNoOtherBack) {
    const auto row = [](const std::string& name, const std::string& email) {
        return any_of(api::ImportRow{{"crm", "1"}, said({.name = name, .emails = {{api::Use::main, email}}})});
    };
    const Any slip{from_json(R"({"reference":{"system":"crm","id":"2"},"party":{"nmae":"Acme"}})")};
    const auto rows =
        bed.call(api::import_parties, {.rows = {row("\u202ex", "a@b.cd"), row("A", "no-at"),
                                                row(std::string(301, 'x'), "a@b.cd"), slip, row(" A ", "a@b.cd")}})
            .rows;
    EXPECT_EQ(rows[0].error, "party.name: must not hold U+202E, a character that controls how text is shown");
    EXPECT_EQ(rows[1].error, "party.emails[0].address: must be an e-mail address such as ann@example.com");
    EXPECT_EQ(rows[2].error, "party.name: may have at most 300 characters");
    EXPECT_EQ(rows[3].error, "party.nmae: unknown; did you mean `name`?");
    EXPECT_EQ(rows[4].outcome, kit::ImportOutcome::created);
    EXPECT_EQ(parties({}), 1);
}

TEST_P(ImportTest, AnImportBringsGroupsRelationshipsAndContactsOnce) {
    using enum kit::ImportOutcome;
    const api::Reference acme{"crm", "1"}, nord{"crm", "2"}, ann{"crm", "3"};
    api::ImportRow person{ann, said({.sort = api::Sort::person, .name = "Ann"})};
    person.speaks_for = {{acme, api::ContactRole::decision_maker, api::Channel::phone}, {.party = nord}};
    api::ImportRow group{acme, said({.name = "Acme", .tags = {"key"}})};
    group.relationships = {{api::RelationshipType::customer, api::Stage::growth, day_from("2020-01-01")},
                           {.type = api::RelationshipType::partner}};
    const api::ImportRow part{.reference = nord, .party = said({.name = "Acme Nord"}), .parent = acme};
    const auto import = [&] {
        std::vector<kit::ImportOutcome> outcomes;
        const kit::ImportRows rows{.rows = {any_of(group), any_of(part), any_of(person)}};
        for (const auto& row : bed.call(api::import_parties, rows).rows) {
            EXPECT_FALSE(row.error) << *row.error;
            outcomes.push_back(row.outcome);
        }
        return outcomes;
    };
    EXPECT_THAT(import(), ElementsAre(created, created, created));
    const auto found = [&](const api::Reference& r) {
        return bed.call(api::list_parties, api::ListParties{{}, r.system, r.id}).items.at(0);
    };
    EXPECT_EQ(found(nord).parent, found(acme).id);
    const auto relationships =
        bed.call(api::list_relationships, Relationships{}.where(&api::Relationship::party, found(acme).id)).items;
    ASSERT_EQ(relationships.size(), 2U);
    EXPECT_EQ(relationships[1].type, api::RelationshipType::customer);
    EXPECT_EQ(relationships[1].stage, api::Stage::growth);
    EXPECT_EQ(relationships[1].since, day_from("2020-01-01"));
    const auto contacts = bed.call(api::list_contacts, Contacts{}.where(&api::Contact::person, found(ann).id)).items;
    ASSERT_EQ(contacts.size(), 2U);
    EXPECT_EQ(contacts[1].role, api::ContactRole::decision_maker);
    EXPECT_EQ(contacts[1].channel, api::Channel::phone);
    EXPECT_EQ(contacts[0].role, api::ContactRole::user);

    const auto events = bed.events.size();
    EXPECT_THAT(import(), ElementsAre(unchanged, unchanged, unchanged));
    EXPECT_EQ(bed.events.size(), events);

    group.relationships[0].stage = api::Stage::retention;
    group.relationships.push_back({.type = api::RelationshipType::investor});
    EXPECT_THAT(import(), ElementsAre(updated, unchanged, unchanged))
        << "the stage of one that is there is moved by hand";
    EXPECT_EQ(bed.call(api::list_relationships, Relationships{}.where(&api::Relationship::party, found(acme).id)).total,
              3);
}

TEST_P(ImportTest, ARowOfAnImportThatNamesWhatThereIsNotLeavesNothingBehind) {
    const api::Reference known{"crm", "1"}, unknown{"crm", "9"};
    bed.call(api::import_parties, {.rows = {any_of(api::ImportRow{known, said({.name = "Acme"})})}});
    const auto error = [&](api::ImportRow row, api::Sort sort = api::Sort::person) {
        const auto events = bed.events.size();
        row.reference = {"crm", "2"};
        row.party = said({.sort = sort, .name = "Ann"});
        const auto answer = bed.call(api::import_parties, {.rows = {any_of(row)}}).rows.at(0);
        EXPECT_EQ(bed.events.size(), events);
        return answer.error.value_or("taken");
    };
    const std::string missing = "must be the reference of a party that was entered before this one";
    EXPECT_EQ(error({.parent = unknown}), "parent: " + missing);
    EXPECT_EQ(error({.speaks_for = {{.party = known}, {.party = unknown}}}), "speaks_for[1].party: " + missing);
    EXPECT_EQ(error({.speaks_for = {{.party = known}}}, api::Sort::organisation),
              "speaks_for[0]: is for a party of sort person alone");
    EXPECT_EQ(error({.speaks_for = {{.party = known}, {.party = known}}}), "speaks_for[1]: is there twice");
    EXPECT_EQ(error({.relationships = {{.stage = api::Stage::ended}}}),
              "relationships[0].stage: must be one that a relationship begins in");
    EXPECT_EQ(error({.relationships = {{}, {}}}), "relationships[1].type: is there twice");
    EXPECT_EQ(parties({}), 1);
}

TEST_P(ImportTest, AnImportSaysSoOfARetiredPartyUnlessNothingChanges) {
    api::ImportRow row{{"crm", "1"}, said({.name = "Acme"})};
    const auto import = [&] { return bed.call(api::import_parties, {.rows = {any_of(row)}}).rows.at(0); };
    bed.call(api::retire_party, {api::PartyId(*import().id)});
    EXPECT_EQ(import().outcome, kit::ImportOutcome::unchanged);
    row.party = said({.name = "Acme", .industry = "banking"});
    EXPECT_EQ(import().error, "reference: the party is retired; restore it first");
}

}  // namespace
}  // namespace rapport::registry
