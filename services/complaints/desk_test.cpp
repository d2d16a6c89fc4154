// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

RAPPORT_ON_EACH_STORE(DeskTest);

TEST_P(DeskTest, NeedsSomebodyWhoComplains) {
    const Error error = refusal([&] { bed.call(api::open, {{.subject = "x"}}); });
    EXPECT_EQ(error.code(), Code::invalid_argument);
    EXPECT_EQ(total(), 0);
}

TEST_P(DeskTest, TakesThePartysNameFromTheRegistryAndRefusesOneThatIsNot) {
    const PartyId acme = party("Acme");
    EXPECT_EQ(bed.call(api::open, {{.party = acme, .subject = "x"}}).party_name, "Acme");
    const Error error =
        refusal([&] { bed.call(api::open, {{.party = PartyId(new_uuid(bed.clock.now())), .subject = "x"}}); });
    EXPECT_EQ(error.code(), Code::not_found);
    EXPECT_EQ(error.message().substr(0, 6), "party:");
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::party, acme)), 1);
}

TEST_P(DeskTest, TextAndAddressesAreCheckedAsTheirFieldsSay) {
    const auto says = [&](const Complaint& complaint) {
        return refusal([&] { bed.call(api::open, {complaint}); }).message();
    };
    const auto from = [](const std::string& email) {
        return Complaint{.complainant = Complainant{.name = "Ann", .email = email}, .subject = "x"};
    };
    const Complainant ann{.name = "Ann"};
    EXPECT_EQ(says({.complainant = ann, .subject = " \t\u00a0"}), "subject: must not be empty");
    EXPECT_EQ(says({.complainant = ann, .subject = "\u200b\u2060"}), "subject: must not be empty");
    EXPECT_EQ(says({.complainant = ann, .subject = "a\nb"}), "subject: must be one line, without tabs");
    EXPECT_EQ(says({.complainant = ann, .subject = "x", .text = "a\u009b"}),
              "text: must not hold U+009B, a character that controls how text is shown");
    for (const char* wrong : {"no-at", "x@y", "not an address", "a b@c.example"})
        EXPECT_EQ(says(from(wrong)), "complainant.email: must be an e-mail address such as ann@example.com") << wrong;
    EXPECT_EQ(says(from("a@b.example\r\nRCPT")), "complainant.email: must be one line, without tabs");
    const Complaint taken = bed.call(api::open, {{.complainant = Complainant{.name = "Ann", .email = " ann@b.example "},
                                                  .subject = " two words\n",
                                                  .text = "one\r\n\r\n\ttwo"}});
    EXPECT_EQ(taken.complainant->email, "ann@b.example");
    EXPECT_EQ(taken.subject, "two words");
    EXPECT_EQ(taken.text, "one\n\n\ttwo");
    std::string letters;
    for (int i = 0; i < 200; ++i) letters += "ü";
    EXPECT_EQ(open(letters).subject, letters);
    EXPECT_EQ(says({.complainant = ann, .subject = letters + "ü"}), "subject: may have at most 200 characters");
}

TEST_P(DeskTest, AnImportedRowIsCheckedAsARequestIs) {
    int rows = 0;
    const auto imported = [&](const std::string& subject, const std::string& email) {
        const api::ImportRow row{.reference = {"old", std::to_string(++rows)},
                                 .complainant = Complainant{.name = "Ann", .email = email},
                                 .subject = subject,
                                 .received_at = bed.clock.now()};
        return bed.call(api::import_rows, {.rows = {any_of(row)}}).rows.at(0);
    };
    EXPECT_EQ(imported("fine", "ann@b.example").outcome, kit::ImportOutcome::created);
    EXPECT_EQ(imported("\u202ebad", "ann@b.example").error,
              "subject: must not hold U+202E, a character that controls how text is shown");
    std::string slip =
        from_json(R"({"reference":{"system":"old","id":"slip"},"complainant":{"name":"A","e_mail":"a@b.cd"},
        "subject":"x","received_at":"2026-03-01T00:00:00Z"})");
    EXPECT_EQ(bed.call(api::import_rows, {.rows = {{slip}}}).rows.at(0).error,
              "complainant.e_mail: unknown; did you mean `email`?");
    EXPECT_EQ(imported("fine", "no-at").error, "complainant.email: must be an e-mail address such as ann@example.com");
}

TEST_P(DeskTest, AnOlderVersionOfAPartyChangesNothing) {
    kit::Changed<registry::api::Party> told;
    told.entity.id = party("New name");
    told.entity.name = "Old name";
    told.entity.version = 0;
    bed.deliver(registry::api::party_changed, told.entity.id, told);
    EXPECT_EQ(bed.call(api::open, {{.party = told.entity.id, .subject = "x"}}).party_name, "New name");
}

TEST_P(DeskTest, IsScoredByTheRuleWithFactorsThatAddUp) {
    const Complaint complaint = bed.call(api::open, {{.complainant = Complainant{.name = "Ann"},
                                                      .subject = "Fire",
                                                      .text = "smoke, injured",
                                                      .impact = 5,
                                                      .safety_implication = true}});
    EXPECT_FALSE(complaint.score);
    bed.run_jobs();
    const Complaint scored = bed.call(api::get, {complaint.id});
    ASSERT_TRUE(scored.score) << scored.score_error.value_or("");
    EXPECT_GT(scored.score->score, 50);
    double sum = 0;
    for (const Factor& factor : scored.score->factors) sum += factor.points;
    EXPECT_NEAR(sum, scored.score->score, 1e-9);
    EXPECT_TRUE(scored.priority);
    EXPECT_EQ(bed.emitted(api::scored).size(), 1U);
}

TEST_P(DeskTest, IsFoundByWordsStateOwnerAndNumber) {
    const Complaint first = open("Printer on fire", "größte Not");
    open("Network down");
    bed.call(api::update, kit::Edit<Complaint>::of(first.id).set(&Complaint::owner, bed.user("ann")));
    EXPECT_EQ(total({.search = "printer"}), 1);
    EXPECT_EQ(total({.search = "größte"}), 1);
    EXPECT_EQ(total({.search = first.number}), 1);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::owner, bed.user("ann"))), 1);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::state, State::received)), 2);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::state, State::closed)), 0);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}
                        .where(&Complaint::owner, bed.user("ann"))
                        .where(&Complaint::state, State::received)
                        .where(&Complaint::open, true)),
              1);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::open, false)), 0);
}

TEST_P(DeskTest, AnImportTakesEachRowOnceAndRejectsTheWrongOnesByThemselves) {
    api::ImportRow row{.reference = {"cfpb", "1"},
                       .complainant = Complainant{.name = "Acme"},
                       .subject = "s",
                       .text = "line 1\nline 2",
                       .received_at = *instant_from("2013-05-01T00:00:00Z"),
                       .open = false};
    kit::ImportRows request;
    request.rows.push_back(any_of(row));
    row.reference.id = "2";
    row.subject = "";
    request.rows.push_back(any_of(row));
    row.subject = "t";
    row.open = true;
    request.rows.push_back(any_of(row));
    auto result = bed.call(api::import_rows, request);
    EXPECT_EQ(result.rows[0].outcome, kit::ImportOutcome::created);
    EXPECT_EQ(result.rows[1].outcome, kit::ImportOutcome::rejected);
    EXPECT_EQ(result.rows[1].error, "subject: must not be empty");
    EXPECT_EQ(result.rows[2].outcome, kit::ImportOutcome::created);
    EXPECT_TRUE(bed.events[0].quiet);
    EXPECT_EQ(to_text(bed.events[0].time), "2013-05-01T00:00:00.000Z");
    result = bed.call(api::import_rows, request);
    EXPECT_EQ(result.rows[0].outcome, kit::ImportOutcome::unchanged);
    EXPECT_EQ(total(), 2);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::state, State::closed)), 1);
    bed.run_jobs();
    EXPECT_TRUE(bed.events.back().quiet);
}

TEST_P(DeskTest, WhoWorkedOnAnImportedComplaintIsAUserOrStaysANameUntilOneIsCalledThat) {
    const auto row = [&](const std::string& owner, bool over) {
        api::ImportRow one{.reference = {"old", owner},
                           .complainant = Complainant{.name = "Acme"},
                           .subject = "s",
                           .owner = owner,
                           .received_at = bed.clock.now()};
        if (over) one.closed_at = bed.clock.now();
        one.open = !over;
        return any_of(one);
    };
    const auto ann = bed.user("ann"), max = bed.user("max", false);
    const auto rows =
        bed.call(api::import_rows, {.rows = {row("ANN", false), row("ann@us.example", false), row(to_text(ann), false),
                                             row("max", true), row(to_text(max), false), row("kim@us.example", false)}})
            .rows;
    ASSERT_EQ(rows.size(), 6U);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::owner, ann)), 3);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::owner, max)), 1)
        << "what is over was theirs, whoever may sign in today";
    EXPECT_EQ(rows[4].unknown_user, to_text(max));
    EXPECT_EQ(rows[5].unknown_user, "kim@us.example");
    EXPECT_FALSE(rows[0].unknown_user);
    const ComplaintId id(rows[5].id.value());
    EXPECT_FALSE(bed.call(api::get, {id}).owner);
    EXPECT_EQ(bed.call(api::get, {id}).former_owner, "kim@us.example");
    EXPECT_EQ(total({.search = "kim@us.example"}), 1);
    const auto kim = bed.user("kim");
    bed.advance(Millis(0));
    EXPECT_EQ(bed.call(api::get, {id}).owner, kim);
    EXPECT_FALSE(bed.call(api::get, {id}).former_owner);
    EXPECT_TRUE(bed.events.back().quiet) << "nobody is written to about it";
}

TEST_P(DeskTest, AnImportedRowKeepsTheOwnerAndThePriorityThatItHad) {
    const api::ImportRow row{.reference = {"old", "1"},
                             .complainant = Complainant{.name = "Acme"},
                             .subject = "s",
                             .remedy_sought = "a refund",
                             .owner = "ann",
                             .impact = 5,
                             .priority = Priority::P4,
                             .received_at = bed.clock.now()};
    bed.user("ann");
    ASSERT_EQ(bed.call(api::import_rows, {.rows = {any_of(row)}}).rows.at(0).outcome, kit::ImportOutcome::created);
    bed.run_jobs();
    const auto complaint = bed.call(api::list, {}).items.at(0);
    EXPECT_TRUE(complaint.score) << "the rule has spoken, and changes nothing of it";
    EXPECT_EQ(complaint.priority, Priority::P4);
    EXPECT_TRUE(complaint.priority_by_hand);
    EXPECT_EQ(complaint.owner, bed.user("ann"));
    EXPECT_EQ(complaint.impact, 5);
    EXPECT_EQ(complaint.remedy_sought, "a refund");
}

TEST_P(DeskTest, AReferenceIsUnique) {
    const kit::New<Complaint> request{
        {.complainant = Complainant{.name = "Ann"}, .subject = "x", .reference = Reference{"crm", "7"}}};
    bed.call(api::open, request);
    EXPECT_EQ(refusal([&] { bed.call(api::open, request); }).code(), Code::already_exists);
    EXPECT_EQ(total(), 1);
}

TEST_P(DeskTest, RefusesWhatIsNotRight) {
    const auto reason = [&](const Complaint& complaint) {
        return refusal([&] { bed.call(api::open, {complaint}); }).message();
    };
    EXPECT_EQ(reason({.complainant = Complainant{.name = ""}, .subject = "x"}), "complainant.name: must not be empty");
    EXPECT_EQ(reason({.complainant = Complainant{.name = "a"}, .subject = "x", .impact = 9}),
              "impact: must be from 1 to 5");
    EXPECT_EQ(reason({.complainant = Complainant{.name = "a"},
                      .subject = "x",
                      .received_at = bed.clock.now() + std::chrono::hours(1)}),
              "received_at: must not be in the future");
}

TEST_P(DeskTest, APersonInThePlaceOfAContactIsToldApart) {
    const kit::New<Complaint> request{{.contact = ContactId(party("Ann")), .subject = "x"}};
    EXPECT_EQ(refusal([&] { bed.call(api::open, request); }).message(),
              "contact: must be the id of a contact, which says for whom a person speaks: GET /contacts?person=… lists "
              "those of a person");
}

TEST_P(DeskTest, MayBeOpenedWithAPriorityThatStays) {
    const ComplaintId id =
        bed.call(api::open, {{.complainant = Complainant{.name = "Ann"}, .subject = "x", .priority = Priority::P1}}).id;
    bed.run_jobs();
    EXPECT_EQ(bed.call(api::get, {id}).priority, Priority::P1);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::priority, Priority::P1)), 1);
    EXPECT_EQ(total(kit::ListOf<Complaint>{}.where(&Complaint::number, bed.call(api::get, {id}).number)), 1);
}

}  // namespace
}  // namespace rapport::complaints
