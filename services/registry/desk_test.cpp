// SPDX-License-Identifier: MIT
#include <gmock/gmock-matchers.h>

#include "services/gateway/accounts/api.hpp"
#include "services/registry/testing.hpp"

namespace rapport::registry {
namespace {

using testing::ElementsAre;

RAPPORT_ON_EACH_STORE(DeskTest);

TEST_P(DeskTest, TextAndAddressesAreCheckedAsTheirFieldsSay) {
    using Emails = std::vector<api::Email>;
    const auto with = [](const std::string& email) {
        return api::New<api::Party>{{.name = "Acme", .emails = Emails{{api::Use::main, email}}}};
    };
    EXPECT_EQ(refusal(api::create_party, {{.name = " \u3000"}}), "invalid_argument name: must not be empty");
    EXPECT_EQ(refusal(api::create_party, {{.name = "Ac\u202eme"}}),
              "invalid_argument name: must not hold U+202E, a character that controls how text is shown");
    for (const char* wrong : {"no-at", "x@y", "a@b.example\r\nRCPT", "a b@c.example", "ann@example..com"})
        EXPECT_TRUE(refusal(api::create_party, with(wrong)).starts_with("invalid_argument emails[0].address: must be "))
            << wrong;
    EXPECT_EQ(bed.call(api::create_party, with(" ann@acme.example ")).emails.at(0).address, "ann@acme.example");
    EXPECT_EQ(refusal(api::create_party, {{.name = "Acme", .tags = {"a", " "}}}),
              "invalid_argument tags[1]: must not be empty");
}

TEST_P(DeskTest, WhatWasTakenBeforeTextWasCheckedStaysReadableAndCanBeChanged) {
    const auto party = bed.call(api::create_party,
                                {{.name = "Acme", .emails = {{api::Use::main, "ann@acme.example"}}, .tags = {"vip"}}});
    const auto store = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
    store->begin();
    store->run(
        "update parties set body = replace(replace(replace(body, 'Acme', ?), 'ann@acme.example', ?), 'vip', ' ')",
        {std::string("\u202e\u009b31m"), std::string("no\\r\\nat")});
    store->commit();
    EXPECT_EQ(bed.call(api::get_party, {party.id}).name, "\u202e\u009b31m");
    EXPECT_EQ(bed.call(api::list_parties, {}).items.at(0).emails.at(0).address, "no\r\nat");
    const auto changed = bed.call(api::update_party, edit(party).set(&api::Party::legal_name, "Acme AG"));
    EXPECT_EQ(changed.legal_name, "Acme AG");
    EXPECT_EQ(changed.name, "\u202e\u009b31m");
    EXPECT_EQ(changed.tags, std::vector<std::string>{" "});
}

TEST_P(DeskTest, APartyIsEnteredReadChangedAndToldOf) {
    const auto party = bed.call(api::create_party, {{.name = "Acme",
                                                     .country = "DE",
                                                     .emails = {{api::Use::support, "help@acme.example"}},
                                                     .references = {{"crm", "17"}}}});
    EXPECT_EQ(party.version, 1);
    EXPECT_EQ(encode(bed.call(api::get_party, {party.id})), encode(party));
    const auto changed = bed.call(api::update_party, edit(party)
                                                         .set(&api::Party::version, 1)
                                                         .set(&api::Party::name, "Acme AG")
                                                         .set(&api::Party::country, std::nullopt));
    EXPECT_EQ(changed.version, 2);
    EXPECT_FALSE(changed.country);
    EXPECT_EQ(changed.emails.size(), 1U);
    const auto told = bed.emitted(api::party_changed);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(encode(told[0].entity), encode<api::Party>(changed));
    ASSERT_EQ(told[0].changes.size(), 2U);
    EXPECT_EQ(told[0].changes[0].field, "name");
    EXPECT_EQ(to_json(told[0].changes[1].before.bytes), R"("DE")");
    EXPECT_EQ(bed.emitted(api::party_created).size(), 1U);
}

TEST_P(DeskTest, WhatChangesNothingIsNoChange) {
    const auto party = acme();
    EXPECT_EQ(bed.call(api::update_party, edit(party).set(&api::Party::name, "Acme")).version, 1);
    EXPECT_TRUE(bed.emitted(api::party_changed).empty());
    EXPECT_EQ(
        refusal(api::update_party, edit(party).set(&api::Party::version, 7).set(&api::Party::name, "B")).substr(0, 7),
        "aborted");
}

TEST_P(DeskTest, AReferenceIsOnePartysAlone) {
    const auto first = bed.call(api::create_party, {{.name = "Acme", .references = {{"crm", "17"}, {"erp", "9"}}}});
    EXPECT_EQ(refusal(api::create_party, {{.name = "Other", .references = {{"x", "1"}, {"crm", "17"}}}}),
              "already_exists references[1]: crm 17 is the party " + to_text(first.id));
    bed.call(api::update_party, edit(first).set(&api::Party::references, {{"erp", "9"}}));
    const auto second = bed.call(api::create_party, {{.name = "Other", .references = {{"crm", "17"}}}});
    EXPECT_EQ(bed.call(api::list_parties, api::ListParties{{}, "crm", "17"}).items.at(0).id, second.id);
    EXPECT_EQ(bed.call(api::list_parties, api::ListParties{{}, "crm", "18"}).total, 0);
    EXPECT_EQ(refusal(api::list_parties, api::ListParties{{}, std::nullopt, "17"}),
              "invalid_argument reference_system: reference and its system go together");
}

TEST_P(DeskTest, PartiesAreFoundByNameTagCountryAndParent) {
    const auto group = bed.call(api::create_party, {{.name = "Acme Group", .country = "DE", .tags = {"vip", "key"}}});
    bed.call(api::create_party, {{.name = "Acme Widgets", .parent = group.id, .tags = {"vip"}}});
    bed.call(api::create_party, {{.name = "Best Bank", .legal_name = "Beste Bank AG"}});
    EXPECT_EQ(parties({}), 3);
    EXPECT_EQ(parties({.search = "acme"}), 2);
    EXPECT_EQ(parties({.search = "beste"}), 1);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"vip"})), 2);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"key"}).where(&api::Party::country, "DE")), 1);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::parent, group.id)), 1);
    EXPECT_EQ(bed.call(api::list_parties, {{.limit = 1, .sort = "name"}}).items.at(0).name, "Acme Group");
    bed.call(api::update_party, edit(group).set(&api::Party::tags, {}));
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"vip"})), 1);
}

TEST_P(DeskTest, AGroupOfCompaniesHasNoCircle) {
    const auto a = acme();
    const auto b = bed.call(api::create_party, {{.name = "B", .parent = a.id}});
    const auto c = bed.call(api::create_party, {{.name = "C", .parent = b.id}});
    EXPECT_EQ(refusal(api::update_party, edit(a).set(&api::Party::parent, c.id)).substr(0, 24),
              "invalid_argument parent:");
    const api::PartyId nobody(new_uuid(bed.clock.now()));
    EXPECT_EQ(refusal(api::create_party, {{.name = "D", .parent = nobody}}),
              "not_found parent: there is no such party");
}

TEST_P(DeskTest, ARetiredPartyIsHiddenAndNothingNewBeginsWithIt) {
    const auto party = acme();
    EXPECT_TRUE(bed.call(api::retire_party, {party.id}).retired);
    EXPECT_EQ(refusal(api::retire_party, {party.id}),
              "failed_precondition retired: a party that is retired does not allow retire_party; it allows "
              "restore_party");
    EXPECT_EQ(bed.emitted(api::party_retired).size(), 1U);
    EXPECT_EQ(parties({}), 0);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::retired, true)), 1);
    EXPECT_EQ(refusal(api::create_relationship, {{.party = party.id}}),
              "failed_precondition party: the party is retired; restore it first");
    EXPECT_FALSE(bed.call(api::restore_party, {party.id}).retired);
    EXPECT_EQ(parties({}), 1);
}

TEST_P(DeskTest, WhatHasMovesShowsThoseOfTheCaller) {
    const auto party = acme();
    const auto agreement = active_agreement(party.id, api::Renewal::tacit);
    bed.call(api::create_relationship, {{.party = party.id}});
    const auto methods = [](const auto& shown) {
        std::vector<std::string> all;
        for (const auto& move : shown.allowed_moves) all.push_back(move.method);
        return all;
    };
    EXPECT_THAT(methods(bed.call(api::list_agreements, {}).items.at(0)),
                ElementsAre("give_notice", "terminate_agreement"));
    EXPECT_EQ(bed.call(api::get_agreement, {agreement.id}).blocked_moves.at(0).method, "renew_agreement");
    EXPECT_THAT(methods(bed.call(api::get_party, {party.id})), ElementsAre("retire_party"));
    const auto relationship = bed.call(api::list_relationships, {}).items.at(0);
    EXPECT_EQ(relationship.allowed_moves.at(0).to, "connection");
    EXPECT_TRUE(relationship.allowed_moves.at(0).usual);
    EXPECT_EQ(relationship.allowed_moves.size(), 5U);
    bed.act_as("user:1", {"auditor"});
    EXPECT_TRUE(bed.call(api::list_parties, {}).items.at(0).allowed_moves.empty());
    EXPECT_TRUE(bed.call(api::get_agreement, {agreement.id}).blocked_moves.empty());
}

TEST_P(DeskTest, APartyWithAnAgreementInForceIsNotRetired) {
    const auto party = acme();
    const auto agreement = active_agreement(party.id, api::Renewal::none);
    EXPECT_EQ(
        refusal(api::retire_party, {party.id}),
        "failed_precondition id: it has 1 agreement (Workplace) of registry: end them, or name in hand_over_to who "
        "goes on with them");
    bed.call(api::terminate_agreement, {.id = agreement.id, .reason = "handed over"});
    EXPECT_TRUE(bed.call(api::retire_party, {party.id}).retired);
}

TEST_P(DeskTest, APartyWithSomethingOpenInAnotherServiceIsNotRetired) {
    const auto party = acme();
    kit::Held complaint{.kind = "complaint", .count = 1, .blocks = {kit::Blocks::retire}, .can_hand_over = true};
    complaint.references.push_back({.id = party.id, .number = "C-2026-000001", .title = "No network"});
    bed.answer("complaints", kit::holds, kit::Holds{{complaint}});
    EXPECT_EQ(refusal(api::retire_party, {party.id}),
              "failed_precondition id: it has 1 complaint (C-2026-000001) of complaints: end them, or name in "
              "hand_over_to who goes on with them");
    EXPECT_TRUE(bed.call(api::retire_party, {.id = party.id, .without = {"complaints"}}).retired);
}

TEST_P(DeskTest, WhatIsOpenOfARetiredPartyIsHandedOver) {
    const auto party = acme();
    const auto successor = bed.call(api::create_party, {{.name = "Best"}});
    const auto agreement = active_agreement(party.id, api::Renewal::tacit);
    bed.answer("complaints", kit::holds,
               kit::Holds{{{.kind = "complaint", .count = 1, .blocks = {kit::Blocks::retire}, .can_hand_over = true}}});
    bed.call(api::retire_party, {.id = party.id, .hand_over_to = successor.id});
    EXPECT_EQ(bed.call(api::get_agreement, {agreement.id}).party, successor.id);
    EXPECT_EQ(bed.emitted(api::agreement_changed).back().entity.party, successor.id);
    EXPECT_EQ(bed.emitted(api::party_retired).at(0).hand_over_to, successor.id);
    EXPECT_TRUE(bed.emitted(api::party_retired).at(0).entity.retired);
}

TEST_P(DeskTest, APartyIsHandedOverToAnotherThatIsNotRetired) {
    const auto party = acme();
    const auto gone = bed.call(api::create_party, {{.name = "Gone"}});
    bed.call(api::retire_party, {gone.id});
    EXPECT_EQ(refusal(api::retire_party, {.id = party.id, .hand_over_to = party.id}),
              "invalid_argument hand_over_to: must be another party");
    EXPECT_EQ(refusal(api::retire_party, {.id = party.id, .hand_over_to = gone.id}),
              "failed_precondition hand_over_to: the party is retired; restore it first");
    EXPECT_EQ(
        refusal(api::retire_party, {.id = gone.id, .hand_over_to = party.id}),
        "failed_precondition retired: a party that is retired does not allow retire_party; it allows restore_party");
}

TEST_P(DeskTest, AnAccountManagerSeesTheirOwnPartiesAlone) {
    const auto own = bed.call(api::create_party, {{.name = "Acme Own", .tags = {"vip"}}});
    bed.call(api::create_party, {{.name = "Acme Foreign", .tags = {"vip"}}});
    bed.call(api::create_relationship, {{.party = own.id, .deputy = bed.user("kim")}});
    bed.act_as(bed.user("kim"), {"account_manager"});
    EXPECT_EQ(parties({}), 1);
    EXPECT_EQ(parties({.search = "acme"}), 1);
    EXPECT_EQ(parties({.search = "acme", .sort = "name"}), 1);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"vip"})), 1);
    EXPECT_TRUE(bed.call(api::duplicates, {own.id}).items.empty());
    const auto prospect = bed.call(api::create_party, {{.name = "Prospect"}});
    EXPECT_EQ(bed.call(api::list_parties, {{.limit = 1, .sort = "name"}}).items.at(0).id, own.id);
    EXPECT_EQ(parties({}), 2);
    bed.act_as("user:8", {"account_manager"});
    EXPECT_EQ(parties({}), 0);
    EXPECT_EQ(refusal(api::update_party, edit(prospect).set(&api::Party::industry, "IT")),
              "not_found id: there is no such party");
}

TEST_P(DeskTest, DuplicatesAreNamedWithWhatIsTheSame) {
    const auto party = bed.call(api::create_party, {{.name = "Acme, Inc.", .website = "https://acme.example"}});
    const auto twin =
        bed.call(api::create_party, {{.name = "ACME GmbH", .emails = {{api::Use::main, "info@acme.example"}}}});
    const auto namesake = acme();
    bed.call(api::create_party, {{.name = "Best"}});
    const auto found = bed.call(api::duplicates, {party.id}).items;
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].id, twin.id);
    EXPECT_THAT(found[0].because, ElementsAre("domain", "name"));
    EXPECT_EQ(found[1].id, namesake.id);
    bed.call(api::update_party, edit(namesake).set(&api::Party::name, "Zenith"));
    bed.call(api::retire_party, {twin.id});
    EXPECT_TRUE(bed.call(api::duplicates, {party.id}).items.empty());
}

TEST_P(DeskTest, DuplicatesAreNamedHoweverTheyAreWritten) {
    for (const auto& [one, other] : {std::pair{"Ürgüp GmbH", "ÜRGÜP GMBH"}, std::pair{"Müller GmbH", "Mu\u0308ller AG"},
                                     std::pair{"Groß & Söhne", "GROSS & SOEHNE"}, std::pair{"Işık A.Ş.", "IŞIK"},
                                     std::pair{"ＡＣＭＥ商事", "acme商事"}}) {
        const auto party = bed.call(api::create_party, {{.name = one}});
        const auto twin = bed.call(api::create_party, {{.name = other}});
        const auto found = bed.call(api::duplicates, {party.id}).items;
        ASSERT_EQ(found.size(), 1U) << one;
        EXPECT_EQ(found[0].id, twin.id);
        EXPECT_THAT(found[0].because, ElementsAre("name"));
    }
}

TEST_P(DeskTest, TagsAndFamiliesAreFoundHoweverTheyAreWritten) {
    const auto party = bed.call(api::create_party, {{.name = "Acme", .tags = {"Großkunde", "VIP"}}});
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"GROSSKUNDE"})), 1);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"vip"})), 1);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"vi"})), 0);
    EXPECT_EQ(party.tags.front(), "Großkunde") << "it is kept as it was written";
    EXPECT_EQ(refusal(api::update_party, edit(party).set(&api::Party::tags, {"vip", "Vip"})),
              "invalid_argument tags[1]: is there twice");
    bed.call(api::create_service, {{.name = "Mail", .family = "Bürodienste"}});
    EXPECT_EQ(bed.call(api::list_services, Services{}.where(&api::Service::family, "BU\u0308RODIENSTE")).total, 1);
}

TEST_P(DeskTest, PartiesAreSortedByNameWithoutCaseAndAccents) {
    for (const char* name : {"zeta", "Özdemir", "Ozean", "alpha", "Beta", "ÄRGER"})
        bed.call(api::create_party, {{.name = name}});
    std::vector<std::string> names;
    for (const auto& party : bed.call(api::list_parties, {{.sort = "name"}}).items) names.push_back(party.name);
    EXPECT_THAT(names, ElementsAre("alpha", "ÄRGER", "Beta", "Özdemir", "Ozean", "zeta"));
}

TEST_P(DeskTest, AStoreOfTheFirstReleaseIsMadeAnew) {
    const auto party = bed.call(api::create_party, {{.name = "ÜRGÜP GmbH", .tags = {"VIP"}}});
    const auto twin = bed.call(api::create_party, {{.name = "Ürgüp"}});
    bed.call(api::create_service, {{.name = "Mail", .family = "Büro"}});
    {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->run("update parties set name_key = null");
        db->run("update services set name_key = null, family_key = null");
        db->run("update parties_tags set value = 'VIP'");
        db->run("delete from party_likenesses");
        db->run("delete from parties_search");
        db->run("delete from kit_derivations");
    }
    EXPECT_TRUE(bed.call(api::duplicates, {party.id}).items.empty());
    bed.reopen();
    EXPECT_EQ(bed.call(api::duplicates, {party.id}).items.at(0).id, twin.id);
    EXPECT_EQ(parties({.search = "uerguep"}), 2);
    EXPECT_EQ(parties(Parties{}.where(&api::Party::tags, {"vip"})), 1);
    EXPECT_EQ(bed.call(api::list_parties, {{.limit = 1, .sort = "name"}}).items.at(0).id, twin.id);
    EXPECT_EQ(bed.call(api::list_services, Services{}.where(&api::Service::family, "BÜRO")).total, 1);
}

TEST_P(DeskTest, APersonSpeaksForAPartyOnceInEachRole) {
    const auto person = ann();
    const auto party = acme();
    const auto contact = bed.call(api::create_contact, {{.person = person.id, .party = party.id}});
    EXPECT_EQ(contact.role, api::ContactRole::user);
    EXPECT_EQ(refusal(api::create_contact, {{.person = person.id, .party = party.id}}).substr(0, 20),
              "already_exists role:");
    const auto billing =
        bed.call(api::create_contact, {{.person = person.id, .party = party.id, .role = api::ContactRole::billing}});
    EXPECT_EQ(
        refusal(api::update_contact, edit(billing).set(&api::Contact::role, api::ContactRole::user)).substr(0, 20),
        "already_exists role:");
    bed.call(api::update_contact, edit(contact).set(&api::Contact::inactive, true));
    EXPECT_EQ(bed.call(api::list_contacts,
                       Contacts{}.where(&api::Contact::party, party.id).where(&api::Contact::inactive, false))
                  .items.at(0)
                  .id,
              billing.id);
    EXPECT_EQ(bed.emitted(api::contact_changed).at(0).entity.version, 2);
    EXPECT_EQ(refusal(api::create_contact, {{.person = party.id, .party = person.id}}),
              "invalid_argument person: must be a party of sort person");
}

TEST_P(DeskTest, ARelationshipMovesFromStageToStageAndKeepsTheLog) {
    const auto party = acme();
    const auto relationship =
        bed.call(api::create_relationship, {{.party = party.id, .account_manager = bed.user("kim")}});
    EXPECT_EQ(refusal(api::create_relationship, {{.party = party.id}}),
              "already_exists type: the party has a relationship of that type: " + to_text(relationship.id));
    bed.clock.advance(std::chrono::hours(24));
    bed.call(api::move_relationship, {.id = relationship.id, .stage = api::Stage::growth, .reason = "second order"});
    bed.clock.advance(std::chrono::hours(24));
    const auto ended =
        bed.call(api::move_relationship, {.id = relationship.id, .stage = api::Stage::ended, .reason = "gone"});
    EXPECT_EQ(ended.version, 3);
    const auto moves = bed.call(api::list_moves, {.id = relationship.id}).items;
    ASSERT_EQ(moves.size(), 2U);
    EXPECT_EQ(moves[0].from, api::Stage::growth);
    EXPECT_EQ(moves[0].since, moves[1].moved);
    EXPECT_EQ(moves[1].by, "user:test");
    const auto told = bed.emitted(api::relationship_changed);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[1].move->reason, "gone");
    EXPECT_EQ(bed.call(api::list_relationships, Relationships{}
                                                    .where(&api::Relationship::party, party.id)
                                                    .where(&api::Relationship::stage, api::Stage::ended))
                  .total,
              1);
    const auto changed =
        bed.call(api::update_relationship, edit(relationship).set(&api::Relationship::account_manager, std::nullopt));
    EXPECT_FALSE(changed.account_manager);
}

TEST_P(DeskTest, TheCatalogueIsKept) {
    const auto mail = bed.call(api::create_service, {{.name = "Mail", .family = "Workplace"}});
    EXPECT_EQ(mail.status, api::ServiceStatus::live);
    bed.call(api::update_service, edit(mail).set(&api::Service::status, api::ServiceStatus::retired));
    EXPECT_EQ(bed.call(api::list_services, Services{}.where(&api::Service::status, api::ServiceStatus::live)).total, 0);
    EXPECT_EQ(bed.call(api::list_services, {.search = "work"}).total, 1);
    EXPECT_EQ(bed.emitted(api::service_changed).at(0).entity.version, 2);
    bed.act_as("user:2", {"account_manager"});
    EXPECT_EQ(refusal(api::create_service, {{.name = "X"}}).substr(0, 17), "permission_denied");
}

TEST_P(DeskTest, AServicesNameIsItsOwnUntilItIsRetired) {
    const auto mail = bed.call(api::create_service, {{.name = "Büro Mail"}});
    for (const char* same : {"Büro Mail", "BÜRO MAIL", "Bu\u0308ro  mail"})
        EXPECT_EQ(refusal(api::create_service, {{.name = same}}),
                  "already_exists name: there is a service of that name: " + to_text(mail.id))
            << same;
    const auto other = bed.call(api::create_service, {{.name = "Other"}});
    EXPECT_EQ(refusal(api::update_service, edit(other).set(&api::Service::name, "büro mail")).substr(0, 14),
              "already_exists");
    bed.call(api::update_service, edit(mail).set(&api::Service::name, "BÜRO MAIL"));
    bed.call(api::update_service, edit(mail).set(&api::Service::status, api::ServiceStatus::retired));
    bed.call(api::update_service, edit(other).set(&api::Service::name, "Büro Mail"));
    EXPECT_EQ(
        refusal(api::update_service, edit(mail).set(&api::Service::status, api::ServiceStatus::live)).substr(0, 14),
        "already_exists");
}

TEST_P(DeskTest, AnAgreementDoesNotPromiseTheSameTwice) {
    const api::Target target{.metric = api::Metric::resolve, .value = 4};
    api::New<api::Agreement> create{
        {.party = acme().id, .title = "Mail", .targets = {target, target}, .start = day_of(bed.clock.now())}};
    EXPECT_EQ(refusal(api::create_agreement, create).substr(0, 28), "invalid_argument targets[1]:");
    create.entity.targets.pop_back();
    const auto agreement = bed.call(api::create_agreement, create);
    const auto twice = edit(agreement).set(&api::Agreement::targets, {target, target});
    EXPECT_EQ(refusal(api::update_agreement, twice).substr(0, 28), "invalid_argument targets[1]:");
}

TEST_P(DeskTest, AnAgreementIsDraftedPutIntoForceAndRenewsItselfByTheClock) {
    const auto party = acme();
    const auto agreement = active_agreement(party.id, api::Renewal::tacit);
    EXPECT_EQ(to_text(agreement.ends), "2026-04-02");
    bed.advance(std::chrono::days(31));  // 2026-04-02
    EXPECT_EQ(to_text(bed.call(api::get_agreement, {agreement.id}).ends), "2026-05-02");
    bed.advance(std::chrono::days(61));  // 2026-06-02, and the machine slept
    const auto later = bed.call(api::get_agreement, {agreement.id});
    EXPECT_EQ(to_text(later.ends), "2026-07-02");
    EXPECT_EQ(later.renewals, 3);
    EXPECT_EQ(later.status, api::AgreementStatus::active);
    const auto noticed = bed.call(api::give_notice, {.id = agreement.id, .reason = "too dear"});
    EXPECT_EQ(to_text(noticed.ends), "2026-07-02");
    bed.advance(std::chrono::days(30));
    EXPECT_EQ(bed.call(api::get_agreement, {agreement.id}).status, api::AgreementStatus::expired);
    EXPECT_EQ(bed.emitted(api::agreement_changed).back().entity.status, api::AgreementStatus::expired);
    EXPECT_EQ(refusal(api::terminate_agreement, {.id = agreement.id, .reason = "x"}).substr(0, 19),
              "failed_precondition");
}

TEST_P(DeskTest, AnAgreementNamesServicesThatExistAndIsFoundByThem) {
    const auto party = acme();
    const auto mail = bed.call(api::create_service, {{.name = "Mail"}});
    const gateway::accounts::api::BusinessCalendar calendar{
        .id = api::CalendarId(new_uuid(bed.clock.now())), .version = 1, .name = "Night"};
    bed.deliver(gateway::accounts::api::calendar_created, calendar.id, {.entity = calendar, .changes = {}});
    const api::CalendarId night = calendar.id;
    const api::Target target{.service = mail.id, .priority = api::Priority::P1, .value = 4, .calendar = night};
    const auto agreement = bed.call(api::create_agreement, {{.party = party.id,
                                                             .title = "Mail",
                                                             .services = {mail.id},
                                                             .targets = {target},
                                                             .start = day_of(bed.clock.now())}});
    EXPECT_EQ(bed.call(api::list_agreements, Agreements{}.where(&api::Agreement::services, {mail.id})).items.at(0).id,
              agreement.id);
    EXPECT_EQ(bed.call(api::get_agreement, {agreement.id}).targets.at(0).calendar, night);
    EXPECT_EQ(bed.emitted(api::agreement_created).back().entity.targets.at(0).calendar, night);
    EXPECT_EQ(bed.call(api::list_agreements, Agreements{.sort = "ends"}.where(&api::Agreement::party, party.id)).total,
              1);
    const std::vector unknown{api::ServiceId(new_uuid(bed.clock.now()))};
    EXPECT_EQ(refusal(api::update_agreement,
                      edit(agreement).set(&api::Agreement::services, unknown).set(&api::Agreement::targets, {})),
              "not_found services[0]: there is no such service");
    EXPECT_EQ(
        refusal(api::create_agreement,
                {{.party = api::PartyId(new_uuid(bed.clock.now())), .title = "x", .start = {}, .term_months = 1}}),
        "not_found party: there is no such party");
}

TEST_P(DeskTest, AnAgreementNamesACalendarThatAccountsHas) {
    const auto promised = [](const api::CalendarId& calendar) {
        return std::vector<api::Target>{{.value = 4, .calendar = calendar}};
    };
    kit::New<api::Agreement> request{{.party = acme().id,
                                      .title = "Mail",
                                      .targets = promised(api::CalendarId(new_uuid(bed.clock.now()))),
                                      .start = day_of(bed.clock.now())}};
    const std::string unknown = "not_found targets[0].calendar: no such calendar is known";
    EXPECT_EQ(refusal(api::create_agreement, request), unknown);
    request.entity.targets = promised(kit::office_hours_id);
    const auto agreement = bed.call(api::create_agreement, request);
    EXPECT_EQ(refusal(api::update_agreement, edit(agreement).set(&api::Agreement::targets,
                                                                 promised(api::CalendarId(new_uuid(bed.clock.now()))))),
              unknown);
}

/// Of a version that did not look.
TEST_P(DeskTest, AnAgreementThatNamesACalendarThatIsNotKnownIsChangedAsItIs) {
    const auto agreement =
        bed.call(api::create_agreement, {{.party = acme().id,
                                          .title = "Mail",
                                          .targets = {{.value = 4, .calendar = kit::office_hours_id}},
                                          .start = day_of(bed.clock.now())}});
    {
        const auto db = kit::Db::open(bed.dsn(), kit::Db::Mode::write);
        db->begin();
        db->run("update agreements set body = replace(body, ?, ?)",
                {to_text(kit::office_hours_id), to_text(new_uuid(bed.clock.now()))});
        db->commit();
    }
    EXPECT_EQ(bed.call(api::update_agreement, edit(agreement).set(&api::Agreement::title, "All mail")).title,
              "All mail");
}

}  // namespace
}  // namespace rapport::registry
