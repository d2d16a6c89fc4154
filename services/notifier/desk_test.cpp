// SPDX-License-Identifier: MIT
#include "services/notifier/desk.hpp"

#include <gmock/gmock.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "sdk/host/plugins.hpp"
#include "sdk/host/testing/server.hpp"
#include "services/complaints/api.hpp"
#include "services/gateway/accounts/api.hpp"
#include "services/kit/testing/bed.hpp"
#include "services/registry/api.hpp"

namespace rapport::notifier {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
namespace fs = std::filesystem;
namespace complaints = complaints::api;
namespace registry = registry::api;
namespace accounts = gateway::accounts::api;
using std::chrono::seconds;

/// A private folder that goes with the test.
struct Folder {
    Folder() {
        std::string name = fs::temp_directory_path() / "rapport-notifier-XXXXXX";
        path = ::mkdtemp(name.data());
    }
    ~Folder() { fs::remove_all(path); }
    fs::path path;
};

/// Two channels that do what a message's text says and note each attempt in a file, beside the one that ships.
Settings with_unruly_channels(const fs::path& folder) {
    const fs::path plugins = sdk::bundled("x").parent_path().parent_path() / "sample-plugins";
    const auto channel = [&](const std::string& name, const std::string& file) {
        return ChannelSettings{.name = name,
                               .id = "com.example.unruly",
                               .file = plugins / file,
                               .settings = {from_json(R"({"attempts":")" + (folder / name).string() + "\"}")}};
    };
    return {.channels = {channel("pager", "sample_unruly_channel.so"), channel("safe", "sample_idempotent_channel.so"),
                         channel("slow", "sample_slow_channel.so")},
            .attempts = 3};
}

class NotifierDeskTest : public testing::TestWithParam<std::string> {
protected:
    /// As after a crash: other objects, the same store.
    void restart() {
        channels.emplace(settings, folder.path);
        desk.emplace(*channels, settings);
        bed.reopen(desk->definition());
    }
    /// What is sent just before a crash: the store never hears of it.
    void send_and_crash() {
        for (const kit::JobRoute& route : bed.engine().job_routes()) {
            std::vector<std::string> payloads;
            for (const kit::Job& job : bed.engine().waiting_jobs(bed.reader(), route.kind, route.batch))
                payloads.push_back(job.payload);
            kit::View view(bed.reader(), bed.clock.now(), {});
            route.run(view, payloads);
        }
        restart();
    }

    std::vector<std::string> lines(const std::string& file) const {
        std::vector<std::string> all;
        std::ifstream in(folder.path / file);
        for (std::string line; std::getline(in, line);) all.push_back(line);
        return all;
    }
    std::vector<std::string> told() const { return lines("notices.jsonl"); }
    std::vector<Notice> notices(const api::ListNotices& request = {}) {
        return bed.call(api::list_notices, request).items;
    }

    registry::Party party(const std::string& name, std::optional<std::string> email,
                          std::optional<std::string> language = {}) {
        registry::Party party{.id = registry::PartyId(new_uuid(bed.clock.now())), .version = 1, .name = name};
        party.language = std::move(language);
        if (email) party.emails = {{.address = *email}};
        return party;
    }
    registry::Party known_party(const std::string& name, std::optional<std::string> email,
                                std::optional<std::string> language = {}) {
        const registry::Party known = party(name, std::move(email), std::move(language));
        bed.deliver(registry::party_created, known.id, {.party = known});
        return known;
    }
    void managed_by(const registry::Party& managed, const std::string& name, std::optional<std::string> email) {
        const registry::Relationship relationship{.id = registry::RelationshipId(new_uuid(bed.clock.now())),
                                                  .version = 1,
                                                  .party = managed.id,
                                                  .account_manager = {{"user:1", name, std::move(email)}}};
        bed.deliver(registry::relationship_created, relationship.id, {.relationship = relationship});
    }
    complaints::Told complaint(const std::string& subject) {
        return {.complaint = {.id = rapport::complaints::ComplaintId(new_uuid(bed.clock.now())),
                              .version = 1,
                              .number = "C-2026-000001",
                              .subject = subject,
                              .received_at = bed.clock.now()}};
    }
    complaints::Told complaint_of(const std::string& name, std::optional<std::string> email,
                                  const std::string& subject = "Slow network") {
        complaints::Told told = complaint(subject);
        told.complaint.complainant = {{.name = name, .email = std::move(email)}};
        return told;
    }
    complaints::Told complaint_of(const registry::Party& by, const std::string& subject = "Slow network") {
        complaints::Told told = complaint(subject);
        told.complaint.party = by.id;
        told.complaint.party_name = by.name;
        return told;
    }
    gateway::accounts::User user(const std::string& name, std::vector<kit::Role> roles) {
        const gateway::accounts::User user{.id = gateway::accounts::UserId(new_uuid(bed.clock.now())),
                                           .version = 1,
                                           .name = name,
                                           .full_name = name + " of us",
                                           .email = name + "@us.example",
                                           .roles = std::move(roles)};
        bed.deliver(accounts::user_created, user.id, {.user = user});
        return user;
    }
    bus::Event escalated_to(const std::string& role) {
        const auto told = complaint("Slow network");
        return bed.make(complaints::escalated, told.complaint.id, {told.complaint, role, {}});
    }
    std::vector<std::string> addresses(const api::ListNotices& request = {}) {
        std::vector<std::string> all;
        for (const Notice& notice : notices(request)) all.push_back(notice.address.value_or(""));
        return all;
    }
    bus::Event opened(const complaints::Told& told) { return bed.make(complaints::opened, told.complaint.id, told); }

    void configure(const std::string& name, const std::string& id, const nlohmann::json& of_plugin) {
        settings.channels.push_back(
            {.name = name, .id = id, .settings = {from_json(of_plugin.dump())}, .deadline_ms = 20'000});
        restart();
    }
    /// One rule alone: the complainant is told the complaint's subject through that channel.
    Rule only_rule(const std::string& channel, Recipient recipient = Recipient::complainant) {
        for (const Rule& rule : bed.call(api::list_rules, {}).items) bed.call(api::remove_rule, {.id = rule.id});
        return bed.call(api::add_rule, {.name = "echo",
                                        .event = "complaints.opened",
                                        .channel = channel,
                                        .recipients = {recipient},
                                        .templates = {{"en", "{{complaint.number}}", "{{complaint.subject}}"}}});
    }
    std::string refusal(const std::function<void()>& call) {
        try {
            call();
        } catch (const Error& error) {
            return std::string(name_of(error.code())) + " " + error.message();
        }
        return "accepted";
    }

    Folder folder;
    Settings settings = with_unruly_channels(folder.path);
    std::optional<Channels> channels{std::in_place, settings, folder.path};
    std::optional<Desk> desk{std::in_place, *channels, settings};
    testing_kit::TestBed bed{desk->definition(), GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Stores, NotifierDeskTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(NotifierDeskTest, AComplaintTellsItsComplainantAndTheAccountManager) {
    const auto acme = known_party("Acme & Sons", "info@acme.example");
    managed_by(acme, "Kim", "kim@us.example");
    bed.deliver(opened(complaint_of(acme, "The \"fast\" network is <slow>")));
    bed.run_jobs();
    const auto written = told();
    ASSERT_THAT(written, SizeIs(2));
    EXPECT_THAT(written[0],
                HasSubstr(R"("to":"info@acme.example","subject":"We have received your complaint C-2026-000001")"));
    EXPECT_THAT(written[0], HasSubstr(R"(Dear Acme & Sons,\n\nthank you)"));
    EXPECT_THAT(written[0], HasSubstr(R"(\"The \"fast\" network is <slow>\")"));
    EXPECT_THAT(written[1], HasSubstr(R"("to":"kim@us.example","subject":"Complaint C-2026-000001 from Acme & Sons")"));
    for (const Notice& notice : notices()) {
        EXPECT_EQ(notice.state, State::sent);
        EXPECT_THAT(written, testing::Contains(HasSubstr(R"("key":")" + to_text(notice.id))));
    }
    EXPECT_THAT(bed.emitted(api::sent), SizeIs(2));
}

TEST_P(NotifierDeskTest, WorksWithoutARegistryWhereTheComplainantIsGivenInline) {
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr(R"("to":"ann@example.com")")));
    const auto skipped = bed.emitted(api::skipped);
    ASSERT_THAT(skipped, SizeIs(1));
    EXPECT_EQ(skipped[0].reason, "no party is named, so there is no account manager");
}

TEST_P(NotifierDeskTest, AnEventThatComesTwiceTellsOnce) {
    const bus::Event event = opened(complaint_of("Ann", "ann@example.com"));
    bed.deliver(event);
    bed.deliver(event);
    bed.run_jobs();
    restart();
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(1));
    EXPECT_THAT(notices(), SizeIs(2));
}

TEST_P(NotifierDeskTest, AnEventThatIsDeliveredAgainAsNewTellsOnce) {
    bus::Event event = opened(complaint_of("Ann", "ann@example.com"));
    bed.deliver(event);
    ++event.sequence;  // a source that numbers its history anew
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(1));
}

TEST_P(NotifierDeskTest, KilledBetweenSendingAndCommittingItTellsOnce) {
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    send_and_crash();
    EXPECT_EQ(notices({.state = State::queued}).size(), 1U);
    send_and_crash();
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(1));
    EXPECT_EQ(notices({.state = State::sent}).size(), 1U);
}

TEST_P(NotifierDeskTest, KilledSoOnAChannelThatIsNotIdempotentItSendsOnceAndSaysThatItDoesNotKnow) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "hello")));
    send_and_crash();
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(1));
    const auto unknown = bed.emitted(api::unknown);
    ASSERT_THAT(unknown, SizeIs(1));
    EXPECT_THAT(unknown[0].reason.value_or(""), HasSubstr("stopped while it may have been on its way"));
    bed.call(api::resend, {.id = unknown[0].notice});
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(2));
    EXPECT_EQ(notices({.state = State::sent}).size(), 1U);
}

TEST_P(NotifierDeskTest, ABusyChannelIsTriedAgainLaterAndThenGivenUp) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "retry")));
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(1));
    bed.advance(seconds(29));
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(1));
    bed.advance(seconds(1));  // the 30 s that the channel asked for
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(2));
    for (int i = 0; i < 5; ++i) {
        bed.advance(std::chrono::hours(1));
        bed.run_jobs();
    }
    EXPECT_THAT(lines("pager"), SizeIs(3));
    const auto failed = notices({.state = State::failed});
    ASSERT_THAT(failed, SizeIs(1));
    EXPECT_EQ(failed[0].reason, "given up after 3 attempts: the line is busy");
    EXPECT_THAT(bed.emitted(api::failed), SizeIs(1));

    bed.call(api::resend, {.id = failed[0].id});
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(4));
}

TEST_P(NotifierDeskTest, RetriesSurviveARestart) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "retry")));
    bed.run_jobs();
    restart();
    bed.advance(seconds(30));
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(2));
}

TEST_P(NotifierDeskTest, WhatAChannelRefusesFailsAndWhatItDiesOfIsUnknown) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "reject")));
    bed.run_jobs();
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "die")));
    bed.run_jobs();
    EXPECT_EQ(notices({.state = State::failed}).at(0).reason, "no such number");
    EXPECT_THAT(notices({.state = State::unknown}).at(0).reason.value_or(""), HasSubstr("the channel's process"));
}

TEST_P(NotifierDeskTest, AnIdempotentChannelThatDiesIsTriedAgain) {
    only_rule("safe");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "throw")));
    bed.run_jobs();
    const auto queued = notices({.state = State::queued});
    ASSERT_THAT(queued, SizeIs(1));
    EXPECT_TRUE(queued[0].next_attempt_at);
}

TEST_P(NotifierDeskTest, WhoCannotBeToldIsOnRecordWithTheReason) {
    bed.deliver(opened(complaint_of("Ann", {})));
    bed.deliver(opened(complaint_of(known_party("Acme", {}))));
    EXPECT_THAT(notices({.state = State::waiting}), SizeIs(2));
    for (int i = 0; i < 6; ++i) bed.advance(seconds(16));
    std::vector<std::string> reasons;
    for (const Notice& notice : notices({.state = State::skipped})) reasons.push_back(notice.reason.value_or(""));
    EXPECT_THAT(reasons,
                testing::UnorderedElementsAre("the complainant gave no e-mail address",
                                              "no party is named, so there is no account manager",
                                              "the party has no e-mail address", "the party has no account manager"));
    EXPECT_THAT(bed.emitted(api::skipped), SizeIs(4));
    EXPECT_THAT(told(), IsEmpty());
}

TEST_P(NotifierDeskTest, WhatTheRegistryTellsALittleLaterIsWaitedFor) {
    const auto acme = party("Acme", "info@acme.example", "de-DE");
    bed.deliver(opened(complaint_of(acme)));
    bed.deliver(registry::party_created, acme.id, {.party = acme});
    managed_by(acme, "Kim", "kim@us.example");
    bed.run_jobs();
    EXPECT_THAT(told(), IsEmpty());
    bed.advance(seconds(1));
    bed.run_jobs();
    EXPECT_THAT(told(), testing::UnorderedElementsAre(HasSubstr("Guten Tag Acme"), HasSubstr("kim@us.example")));
}

TEST_P(NotifierDeskTest, ASkippedNoticeIsSentOnceItsAddressIsKnown) {
    auto acme = known_party("Acme", {});
    bed.deliver(opened(complaint_of(acme)));
    for (int i = 0; i < 6; ++i) bed.advance(seconds(16));
    const auto id = notices({.recipient = Recipient::complainant}).at(0).id;
    EXPECT_EQ(bed.call(api::resend, {.id = id}).state, State::skipped);
    acme.version = 2;
    acme.emails = {{.address = "new@acme.example"}};
    bed.deliver(registry::party_changed, acme.id, {.party = acme});
    EXPECT_EQ(bed.call(api::resend, {.id = id}).state, State::queued);
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr("new@acme.example")));
    EXPECT_THAT(refusal([&] { bed.call(api::resend, {.id = id}); }), HasSubstr("failed_precondition"));
}

TEST_P(NotifierDeskTest, MailGoesToARealMailServer) {
    const sdk::Server server("smtp_server.py", {"none"});
    configure(
        "email", "rapport.email",
        {{"host", "127.0.0.1"}, {"port", std::stoi(server.port())}, {"security", "none"}, {"from", "desk@us.example"}});
    only_rule("email");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "Das Netz ist träge")));
    bed.deliver(opened(complaint_of("Ann", "nobody@example.com")));
    bed.run_jobs();
    const auto sent = notices({.state = State::sent});
    ASSERT_THAT(sent, SizeIs(1));
    const auto kept = server.kept();
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0]["to"], nlohmann::json({"ann@example.com"}));
    EXPECT_THAT(kept[0]["content"].get<std::string>(),
                HasSubstr("Message-ID: <" + to_text(sent[0].id) + "@us.example>"));
    EXPECT_EQ(sent[0].reference, "<" + to_text(sent[0].id) + "@us.example>");
    EXPECT_EQ(notices({.state = State::failed}).at(0).reason, "the mail server refuses: 550 5.1.1 no such mailbox");
}

TEST_P(NotifierDeskTest, AChannelIsProbedWithoutSending) {
    sdk::Server server("smtp_server.py", {"none"});
    configure(
        "email", "rapport.email",
        {{"host", "127.0.0.1"}, {"port", std::stoi(server.port())}, {"security", "none"}, {"from", "desk@us.example"}});
    configure("broken", "rapport.email", {{"host", "127.0.0.1"}});
    const auto works = bed.call(api::probe_channel, {"email"});
    EXPECT_TRUE(works.works) << works.reason.value_or("");
    EXPECT_EQ(works.version, "1.0.0");
    EXPECT_THAT(server.kept(), IsEmpty());
    EXPECT_THAT(bed.call(api::probe_channel, {"broken"}).reason.value_or(""), HasSubstr("'/from' is missing"));
    server.stop();
    const auto down = bed.call(api::probe_channel, {"email"});
    EXPECT_FALSE(down.works);
    EXPECT_THAT(down.reason.value_or(""), HasSubstr("the channel would not work: "));
    EXPECT_THAT(refusal([&] { bed.call(api::probe_channel, {"sms"}); }), HasSubstr("not_found"));
}

TEST_P(NotifierDeskTest, AWebhookGetsTheEventAndNeedsNobodyToBeNamed) {
    const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const sdk::Server server("http_server.py", {secret});
    configure("tickets", "rapport.webhook",
              {{"url", "http://127.0.0.1:" + server.port() + "/hook"},
               {"secret", "file:" + server.folder().write("secret", secret)},
               {"allowed_networks", "127.0.0.1"}});
    only_rule("tickets", Recipient::channel);
    const bus::Event event = opened(complaint_of("Ann", {}));
    bed.deliver(event);
    bed.run_jobs();
    const auto sent = notices({.state = State::sent});
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].address, "");
    const auto kept = server.kept();
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0]["headers"]["webhook-id"], to_text(sent[0].id));
    const auto body = nlohmann::json::parse(kept[0]["body"].get<std::string>());
    EXPECT_EQ(body["specversion"], "1.0");
    EXPECT_EQ(body["id"], to_text(event.id));
    EXPECT_EQ(body["type"], "complaints.opened");
    EXPECT_EQ(body["data"]["complaint"]["complainant"]["name"], "Ann");
}

TEST_P(NotifierDeskTest, WhatAChannelsRateHoldsBackWaitsAndCountsAsNoAttempt) {
    only_rule("slow");
    for (int i = 0; i < 5; ++i) bed.deliver(opened(complaint_of("Ann", "ann@example.com", "hello")));
    bed.run_jobs();
    EXPECT_THAT(lines("slow"), SizeIs(3));
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(3));
    for (const Notice& notice : notices({.state = State::queued})) {
        EXPECT_EQ(notice.attempts, 0);
        EXPECT_EQ(notice.reason, "the channel takes no more within this minute");
        EXPECT_TRUE(notice.next_attempt_at);
    }
}

TEST_P(NotifierDeskTest, AnImportTellsNobody) {
    bus::Event event = opened(complaint_of("Ann", "ann@example.com"));
    event.quiet = true;
    bed.deliver(event);
    EXPECT_THAT(notices(), IsEmpty());
}

TEST_P(NotifierDeskTest, AnOlderStateOfThePartyDoesNotReplaceANewerOne) {
    auto acme = known_party("Acme", "old@acme.example");
    acme.version = 3;
    acme.emails[0].address = "new@acme.example";
    bed.deliver(registry::party_changed, acme.id, {.party = acme});
    acme.version = 2;
    acme.emails[0].address = "late@acme.example";
    bed.deliver(registry::party_changed, acme.id, {.party = acme});
    bed.deliver(opened(complaint_of(acme)));
    bed.run_jobs();
    EXPECT_THAT(told(), ElementsAre(HasSubstr("new@acme.example")));
}

TEST_P(NotifierDeskTest, AChannelThatIsNoLongerConfiguredIsTheReason) {
    only_rule("pager");
    settings.channels.clear();
    restart();
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    EXPECT_EQ(notices().at(0).reason, "the channel pager is not configured");
}

TEST_P(NotifierDeskTest, RulesAreThereFromTheStartAndStayAsOperatorsLeaveThem) {
    auto rules = bed.call(api::list_rules, {}).items;
    const std::size_t ship = default_rules().size();
    ASSERT_THAT(rules, SizeIs(ship));  // newest first: those for `complaints.opened` are the last two
    const Rule off = bed.call(api::update_rule, {.id = rules[ship - 1].id, .version = 1, .enabled = false});
    EXPECT_FALSE(off.enabled);
    bed.call(api::remove_rule, {.id = rules[ship - 2].id});
    restart();
    rules = bed.call(api::list_rules, {}).items;
    ASSERT_THAT(rules, SizeIs(ship - 1));
    EXPECT_FALSE(rules.back().enabled);
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    EXPECT_THAT(notices(), IsEmpty());
    EXPECT_EQ(bed.emitted(api::rule_changed).at(0).changes.at(0).field, "enabled");
}

TEST_P(NotifierDeskTest, ARuleTellsOnlyOfWhatItsConditionHoldsFor) {
    const Rule rule = only_rule("file");
    bed.call(api::update_rule, {.id = rule.id, .where = std::optional("data.complaint.subject ~ network"s)});
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "Slow NETWORK")));
    bed.deliver(opened(complaint_of("Bob", "bob@example.com", "Rude staff")));
    EXPECT_THAT(notices({.address = "ann@example.com"}), SizeIs(1));
    EXPECT_THAT(notices(), SizeIs(1));
}

TEST_P(NotifierDeskTest, ARuleThatCouldNotWorkIsRefusedAndChangesNothing) {
    const Rule rule = only_rule("file");
    EXPECT_THAT(refusal([&] {
                    bed.call(api::update_rule,
                             {.id = rule.id, .templates = std::vector<Template>{{"en", "s", "Dear {{recipient.name"}}});
                }),
                HasSubstr("invalid_argument templates[0].text: is no Mustache template: Unclosed tag at 5"));
    EXPECT_EQ(refusal([&] { bed.call(api::update_rule, {.id = rule.id, .channel = std::optional("sms"s)}); }),
              "invalid_argument channel: must be one that is configured: file, pager, safe, slow");
    EXPECT_EQ(bed.call(api::get_rule, {rule.id}).version, rule.version);
    bed.act_as("user:agent", {"agent"});
    EXPECT_THAT(refusal([&] { bed.call(api::remove_rule, {.id = rule.id}); }), HasSubstr("permission_denied"));
}

TEST_P(NotifierDeskTest, AnEscalationTellsEachWhoHasItsRoleOnce) {
    user("kim", {kit::Role::manager});
    user("lee", {kit::Role::manager, kit::Role::admin});
    user("max", {kit::Role::agent});
    const bus::Event event = escalated_to("manager");
    bed.deliver(event);
    bed.deliver(event);
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), testing::UnorderedElementsAre("kim@us.example", "lee@us.example"));
    EXPECT_THAT(told()[0], HasSubstr("You are told as manager."));
}

TEST_P(NotifierDeskTest, WhoMayNotSignInAnyMoreIsNotTold) {
    auto kim = user("kim", {kit::Role::manager});
    kim.version = 2;
    kim.active = false;
    bed.deliver(accounts::user_changed, kim.id, {.user = kim});
    bed.deliver(escalated_to("manager"));
    EXPECT_THAT(addresses(), ElementsAre(""));
    user("lee", {kit::Role::manager});
    bed.advance(seconds(60));
    bed.run_jobs();
    EXPECT_THAT(addresses(), ElementsAre("lee@us.example")) << "who came meanwhile is told";
}

TEST_P(NotifierDeskTest, ARoleThatNobodyHasIsOnRecord) {
    bed.deliver(escalated_to("manager"));
    for (int i = 0; i < 60; ++i) bed.advance(seconds(1));
    const auto skipped = bed.emitted(api::skipped);
    ASSERT_THAT(skipped, SizeIs(1));
    EXPECT_EQ(skipped[0].reason, "no user who may sign in has the role manager");
}

TEST_P(NotifierDeskTest, WhoeverGetsAComplaintIsToldBeItByIdOrByName) {
    const auto kim = user("kim", {kit::Role::agent});
    for (const std::string& owner : {"kim"s, to_text(kim.id), "user:" + to_text(kim.id)}) {
        auto told = complaint("Slow network");
        told.complaint.owner = owner;
        bed.deliver(complaints::assigned, told.complaint.id, told);
    }
    bed.run_jobs();
    EXPECT_THAT(addresses({.state = State::sent}), ElementsAre("kim@us.example", "kim@us.example", "kim@us.example"));
}

}  // namespace
}  // namespace rapport::notifier
